import { Component, Radios } from 'govuk-frontend'

/** GOV.UK's radios, less one attribute: a radio may not be "expanded", and what it opens comes next in order anyway. */
export class PlainRadios extends Radios {
  syncConditionalRevealWithInputState($input) {
    super.syncConditionalRevealWithInputState($input)
    $input.removeAttribute('aria-expanded')
  }
}

/** Warns before leaving a form with words in it that nobody has sent: `data-module="app-unsaved"` on the form. */
export class Unsaved extends Component {
  static moduleName = 'app-unsaved'

  constructor($root) {
    super($root)
    let changed = false
    $root.addEventListener('input', () => (changed = true))
    $root.addEventListener('submit', () => (changed = false))
    window.addEventListener('beforeunload', (event) => {
      if (changed) event.preventDefault()
    })
  }
}

/** A button that prints the page with every explanation open. */
export class Print extends Component {
  static moduleName = 'app-print'

  constructor($root) {
    super($root)
    $root.hidden = false
    $root.addEventListener('click', () => window.print())
  }
}

/** On paper nothing can be opened, so everything is; afterwards it is as it was. */
export function openForPaper() {
  let opened = []
  window.addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('details:not([open])')]
    for (const $details of opened) $details.open = true
  })
  window.addEventListener('afterprint', () => {
    for (const $details of opened) $details.open = false
  })
}
