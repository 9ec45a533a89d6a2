import {
  Button, CharacterCount, Checkboxes, ErrorSummary, FileUpload, NotificationBanner,
  PasswordInput, ServiceNavigation, SkipLink, createAll
} from 'govuk-frontend'
import { Alert } from '@ministryofjustice/frontend/moj/components/alert/alert.mjs'
import { Autosave, forgetUnsent } from './autosave.js'
import { Clock } from './clock.js'
import { languageHints } from './language.js'
import { Live } from './live.js'
import { PlainRadios, Print, Unsaved, openForPaper } from './page.js'
import { Passkey } from './passkey.js'
import { Kept, Session } from './session.js'

const everywhere = [
  Button, Autosave, CharacterCount, Checkboxes, ErrorSummary, FileUpload, NotificationBanner, PasswordInput,
  PlainRadios, ServiceNavigation, SkipLink, Alert, Clock, Live, Passkey, Print, Session, Unsaved, Kept
]
// What a live part brings in afresh may hold these.
const insideLive = [Button, Clock]

for (const Kind of everywhere) createAll(Kind)
document.addEventListener('wayhome:shown', (event) => {
  for (const Kind of insideLive) createAll(Kind, undefined, event.target)
})
// Whoever signs out leaves nothing unsent in the tab.
document.addEventListener('submit', (event) => {
  if (/\/logout\/?$/.test(event.target.getAttribute('action') || '')) forgetUnsent()
})
languageHints()
openForPaper()
