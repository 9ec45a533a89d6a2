import { Component } from 'govuk-frontend'

const REFUSED = 'That did not work, or it was stopped. Try again, or use a code from your app.'
const UNABLE = 'This browser cannot use passkeys. Use a code from your app.'

/**
 * A form whose button asks the browser for a passkey and sends what it gives: `data-module="app-passkey"`,
 * `data-ceremony` "create" or "get", and what the server asks for in `data-options` or at `data-options-url`.
 */
export class Passkey extends Component {
  static moduleName = 'app-passkey'

  constructor($root) {
    super($root)
    this.$problem = $root.querySelector('[data-passkey-problem]')
    $root.querySelector('[data-passkey-button]').hidden = false
    $root.addEventListener('submit', (event) => {
      event.preventDefault()
      this.ask()
    })
  }

  async ask() {
    this.say('')
    if (!window.PublicKeyCredential) return this.say(UNABLE)
    try {
      const made = await this.ceremony((await this.options()).publicKey)
      this.$root.elements.credential.value = JSON.stringify(sent(made))
      this.$root.submit()
    } catch {
      this.say(REFUSED)
    }
  }

  async options() {
    const { options, optionsUrl } = this.$root.dataset
    if (options) return JSON.parse(options)
    const headers = { Accept: 'application/json', 'X-Requested-With': 'XMLHttpRequest' }
    return (await (await fetch(optionsUrl, { headers, redirect: 'error' })).json()).request_options
  }

  ceremony(asked) {
    if (this.$root.dataset.ceremony === 'get') return navigator.credentials.get({ publicKey: received(asked) })
    return navigator.credentials.create({ publicKey: received(asked) })
  }

  say(text) {
    this.$problem.textContent = text
  }
}

/** What the server asks, with bytes where the browser wants bytes. */
function received(asked) {
  const made = { ...asked, challenge: bytes(asked.challenge) }
  if (asked.user) made.user = { ...asked.user, id: bytes(asked.user.id) }
  for (const list of ['allowCredentials', 'excludeCredentials']) {
    if (asked[list]) made[list] = asked[list].map((one) => ({ ...one, id: bytes(one.id) }))
  }
  return made
}

/** What the browser gives, with letters where it has bytes. */
function sent(made) {
  const response = {}
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (made.response[name]) response[name] = letters(made.response[name])
  }
  return {
    id: made.id,
    rawId: letters(made.rawId),
    type: made.type,
    response,
    clientExtensionResults: made.getClientExtensionResults()
  }
}

function bytes(text) {
  return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0))
}

function letters(buffer) {
  const text = String.fromCharCode(...new Uint8Array(buffer))
  return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}
