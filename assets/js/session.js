import { Component } from 'govuk-frontend'

const LOOK_EVERY = 5_000
const TELL_EVERY = 60_000
const BY_ITSELF = { 'X-Wayhome-Background': 'session' }

/**
 * Says in good time that the sign-in is about to end, and loses nothing when it does.
 *
 * Typing, clicking and touching count as being there and are told to the server once a minute. The warning takes no
 * focus. Once the sign-in has ended, a page with nothing typed on it makes way for the sign-in page, and one with words
 * on it is covered: signing in again gives them back. Nothing is kept in the browser.
 */
export class Session extends Component {
  static moduleName = 'app-session'

  constructor($root) {
    super($root)
    const now = Date.now()
    this.idleEnds = now + Number($root.dataset.idle) * 1000
    this.longestEnds = now + Number($root.dataset.longest) * 1000
    this.warning = Math.min(5 * 60_000, (Number($root.dataset.idle) * 1000) / 4)
    this.toldAt = now
    this.$text = $root.querySelector('[data-session-text]')
    this.$stay = $root.querySelector('[data-session-stay]')
    this.$again = $root.querySelector('[data-session-again]')
    this.$says = document.querySelector('[data-session-says]')
    // What was sent and came back with something to mend was typed too.
    this.$typed = document.querySelector('.govuk-error-summary') && document.querySelector('main form[method="post"]')
    for (const kind of ['keydown', 'pointerdown']) document.addEventListener(kind, () => this.here(), { passive: true })
    document.addEventListener('input', (event) => this.typed(event.target.form), true)
    document.addEventListener('submit', (event) => event.target === this.$typed && (this.$typed = null), true)
    this.$stay.addEventListener('click', () => this.ask({}))
    this.$again.addEventListener('click', () => this.signIn())
    document.addEventListener('visibilitychange', () => document.hidden || this.look(true))
    setInterval(() => this.look(), LOOK_EVERY)
  }

  typed($form) {
    if ($form && $form.method === 'post') this.$typed = $form
    this.here()
  }

  here() {
    if (this.ended || Date.now() - this.toldAt < TELL_EVERY) return
    this.ask({})
  }

  left() {
    return Math.min(this.idleEnds, this.longestEnds) - Date.now()
  }

  /** Another tab may have been used meanwhile: the server is asked before anything is said, and before anything ends. */
  async look(back = false) {
    if (back || this.ended || this.left() < this.warning) await this.ask(BY_ITSELF)
    if (!this.ended && this.left() < this.warning) this.warn()
    else if (!this.ended) this.$root.hidden = true
  }

  async ask(headers) {
    if (this.asking) return
    this.asking = true
    if (headers !== BY_ITSELF) this.toldAt = Date.now()
    try {
      const answer = await fetch(this.$root.dataset.url, { headers, redirect: 'manual' })
      if (answer.type === 'opaqueredirect') this.end()
      else if (answer.ok) this.lasts(await answer.json())
    } catch {
      // No connection: nothing is known, so nothing is said; the next look asks again.
    }
    this.asking = false
  }

  lasts({ idle, longest }) {
    this.idleEnds = Date.now() + idle * 1000
    this.longestEnds = Date.now() + longest * 1000
    if (this.ended) this.uncover()
    if (this.left() >= this.warning) this.$root.hidden = true
  }

  warn() {
    const minutes = Math.max(1, Math.round(this.left() / 60_000))
    const byIdling = this.idleEnds < this.longestEnds
    const why = byIdling ? 'because nothing has been done here for a while' : 'because you signed in many hours ago'
    const text = `You will be signed out in about ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, ${why}. What you have typed is not lost.`
    if (this.$text.textContent !== text) this.$text.textContent = text
    this.$stay.hidden = !byIdling
    if (this.$root.hidden) this.$says.textContent = text
    this.$root.hidden = false
  }

  end() {
    if (this.ended) return
    this.ended = true
    if (!this.$typed) return this.signIn()
    for (const $part of this.parts()) $part.hidden = true
    const text = 'You were signed out. What you typed on this page is not lost: sign in again and it is given back to you.'
    this.$text.textContent = this.$says.textContent = text
    this.$stay.hidden = true
    this.$again.hidden = false
    this.$root.hidden = false
  }

  uncover() {
    this.ended = false
    for (const $part of this.parts()) $part.hidden = false
    this.$again.hidden = true
    this.$root.hidden = true
  }

  parts() {
    return document.querySelectorAll('body > :not(.app-session, [data-session-says], script)')
  }

  /** The form itself carries its words to the server, which keeps them for who typed them and asks who is there. */
  signIn() {
    const $form = this.$typed
    if (!$form) return window.location.replace(window.location.href)
    const $only = document.createElement('input')
    Object.assign($only, { type: 'hidden', name: 'keep-only', value: '1' })
    $form.append($only)
    if (!$form.getAttribute('action')) $form.setAttribute('action', window.location.href)
    $form.dispatchEvent(new SubmitEvent('submit'))
    HTMLFormElement.prototype.submit.call($form)
  }
}

/** Puts back into the page's form what its writer had typed when the sign-in ended. */
export class Kept extends Component {
  static moduleName = 'app-kept'

  constructor($root) {
    super($root)
    const said = [...$root.querySelectorAll('input[data-kept]')].map(($box) => [$box.name, $box.value])
    const $form = this.formOf($root.querySelector('form'), said)
    if (!$form) return
    fill($form, said)
    $root.querySelector('[data-kept-back]').hidden = false
    $root.querySelector('[data-kept-send]').hidden = true
  }

  /** The form that is sent to the same place, or failing that the one that has the same boxes. */
  formOf($kept, said) {
    const others = [...document.querySelectorAll('form[method="post"]')].filter(($form) => $form !== $kept)
    const place = (address) => new URL(address || window.location.href, window.location.href).pathname
    const visible = said.map(([name]) => name)
    const has = ($form) => visible.filter((name) => $form.elements.namedItem(name)).length
    const here = others.filter(($form) => place($form.getAttribute('action')) === place($kept.getAttribute('action')))
    return (here.length ? here : others).filter(has).sort((a, b) => has(b) - has(a))[0]
  }
}

function fill($form, said) {
  const values = new Map()
  for (const [name, value] of said) values.set(name, [...(values.get(name) || []), value])
  for (const $box of $form.elements) {
    if (!$box.name || $box.name === 'csrfmiddlewaretoken' || ['file', 'submit', 'button'].includes($box.type)) continue
    const given = values.get($box.name) || []
    if ($box.type === 'checkbox' || $box.type === 'radio') set($box, 'checked', given.includes($box.value), 'click')
    else if ($box.multiple) for (const $option of $box.options) $option.selected = given.includes($option.value)
    else if (given.length) set($box, 'value', given.shift(), 'input')
  }
}

/** As if a person had done it, so that counts, hints and parts that open follow. */
function set($box, property, value, event) {
  if ($box[property] === value) return
  if (event === 'click' && value) return $box.click()
  $box[property] = value
  $box.dispatchEvent(new Event('input', { bubbles: true }))
}
