import { Component } from 'govuk-frontend'

const AFTER_TYPING = 2_000
const TRY_AGAIN = 15_000
const PATIENCE = 4_000
const ALWAYS = ['csrfmiddlewaretoken', 'edition']
const HELD = 'wayhome-unsent:'
const HELD_FOR = 12 * 3_600_000

/** Forget what this tab holds unsent, as when somebody signs out. */
export function forgetUnsent() {
  if (window.name.startsWith(HELD)) window.name = ''
}

/**
 * Saves each change of a long form as it is made: `data-module="app-autosave" data-save-url="…"` on the form.
 *
 * What belongs together stands in an element with `data-item`; only what was touched is sent, with the edition the
 * page was read at; an element with `data-whole` too sends every box of the form. It says politely when it last saved, and plainly when it could not: nothing is dropped, and a
 * person who was signed out may sign in again in another window and go on here. Nothing is kept on the disk.
 *
 * With `data-holder`, who writes, what is unsent outlives a reload of the tab: it is held in the tab's own name, which is
 * memory and dies with the tab, and taken out by the same page of the same person alone. With `data-offline`, the address of
 * offline.js, it outlives a reload without a connection too.
 */
export class Autosave extends Component {
  static moduleName = 'app-autosave'

  constructor($root) {
    super($root)
    this.$status = $root.querySelector('[data-autosave-status]')
    this.touched = new Map()
    this.count = 0
    this.saving = false
    this.leaving = false
    this.timer = null
    $root.addEventListener('input', (event) => this.touch(event.target, AFTER_TYPING))
    $root.addEventListener('change', (event) => this.touch(event.target, 0))
    $root.addEventListener('focusout', () => this.save())
    $root.addEventListener('submit', (event) => this.leave(event))
    window.addEventListener('focus', () => this.save())
    window.addEventListener('pagehide', () => this.save(true))
    window.addEventListener('pageshow', () => (this.leaving = false))
    window.addEventListener('beforeunload', (event) => {
      if (this.touched.size && !this.leaving) event.preventDefault()
    })
    setInterval(() => this.save(), TRY_AGAIN)
    this.takeBack()
    this.outliveTheConnection()
  }

  /** Beside the pages of this folder alone, so that no other page waits for it. Where it may not run, the page still warns. */
  outliveTheConnection() {
    const { offline } = this.$root.dataset
    if (!offline || !navigator.serviceWorker) return
    const style = document.querySelector('link[rel="stylesheet"]').getAttribute('href')
    const scope = new URL('./', window.location.href).pathname
    navigator.serviceWorker.register(`${offline}?style=${encodeURIComponent(style)}`, { scope }).catch(() => {})
  }

  hold() {
    const { holder, saveUrl } = this.$root.dataset
    if (!holder) return
    const boxes = [...this.body()].filter(([name, value]) => name !== ALWAYS[0] && typeof value === 'string')
    window.name = HELD + JSON.stringify({ holder, saveUrl, at: Date.now(), items: [...this.touched.keys()], boxes })
  }

  /** The edition comes back with the words: where another window has saved since, the server keeps both. */
  takeBack() {
    const { holder, saveUrl } = this.$root.dataset
    if (!holder || !window.name.startsWith(HELD)) return
    const held = JSON.parse(window.name.slice(HELD.length))
    if (held.holder === holder && held.saveUrl !== saveUrl) return
    forgetUnsent()
    if (held.holder !== holder || Date.now() - held.at > HELD_FOR) return
    for (const [name, value] of held.boxes) {
      const $box = this.$root.elements[name]
      if ($box) $box.value = value
    }
    for (const item of held.items) this.touched.set(item, ++this.count)
    this.hold()
    this.save()
  }

  /** What is on its way is answered first: else it and the form sent after it look like the words of two people. */
  leave(event) {
    this.leaving = true
    if (!this.saving) return
    event.preventDefault()
    if (this.waits) return
    this.waits = true
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE))
    Promise.race([this.onItsWay, patience]).then(() => {
      this.waits = this.saving = false
      this.$root.requestSubmit(event.submitter)
    })
  }

  touch($box, wait) {
    const $item = $box.closest('[data-item]')
    if (!$item) return
    this.touched.set($item.dataset.item, ++this.count)
    this.hold()
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), wait)
  }

  body() {
    const all = new FormData(this.$root)
    const made = new FormData()
    for (const name of ALWAYS) made.set(name, all.get(name))
    for (const item of this.touched.keys()) {
      made.append('items', item)
      const whole = this.$root.querySelector(`[data-item="${item}"]`)?.dataset.whole !== undefined
      const its = (name) => (whole ? !ALWAYS.includes(name) : name.startsWith(`${item}.`))
      for (const [name, value] of all) if (its(name)) made.append(name, value)
    }
    return made
  }

  async save(last = false) {
    if (!this.touched.size || this.saving || this.leaving) return
    this.saving = true
    this.onItsWay = this.send(last)
    await this.onItsWay
    this.saving = false
  }

  async send(last) {
    const sent = new Map(this.touched)
    try {
      if (this.stale) await this.freshToken()
      const options = { method: 'POST', body: this.body(), redirect: 'manual', keepalive: last }
      await this.answered(await fetch(this.$root.dataset.saveUrl, options), sent)
    } catch {
      this.say('Not saved yet: the connection is not there. Your words stay on this page, and it tries again.')
    }
  }

  async answered(response, sent) {
    if (response.type === 'opaqueredirect') {
      this.stale = true
      this.say('Not saved yet: you are signed out. Your words stay on this page. Sign in again in another window, then come back here.')
    } else if (response.status === 403) {
      this.stale = true
      this.say('Not saved yet: it tries again.')
    } else if (response.ok) {
      this.saved(await response.json(), sent)
    } else {
      const told = await response.json().catch(() => ({}))
      this.say(`Not saved: ${told.problem || 'something went wrong. Your words stay on this page, and it tries again.'}`)
    }
  }

  saved(told, sent) {
    for (const [item, number] of sent) if (this.touched.get(item) === number) this.touched.delete(item)
    this.$root.elements.edition.value = told.edition
    const clash = told.beside.length
      ? ' Somebody else wrote in the same place. Both are kept: press “Save and continue” to see them.'
      : ''
    this.say(`Saved at ${told.saved}.${clash}`)
    if (this.$root.dataset.holder && !this.touched.size) forgetUnsent()
    if (this.touched.size) this.timer = setTimeout(() => this.save(), AFTER_TYPING)
  }

  /** After signing in again the page's token is another one: it is read from the page itself. */
  async freshToken() {
    const response = await fetch(window.location.pathname, { redirect: 'manual' })
    if (!response.ok) return
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    const $fresh = page.querySelector('input[name="csrfmiddlewaretoken"]')
    if ($fresh) {
      this.$root.elements.csrfmiddlewaretoken.value = $fresh.value
      this.stale = false
    }
  }

  say(text) {
    if (this.$status.textContent !== text) this.$status.textContent = text
  }
}
