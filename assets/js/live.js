import { Component } from 'govuk-frontend'
import { clockTime, when } from './words.js'

const POLL_EVERY = 15_000
const HIDDEN_FOR = 5 * 60_000
const RETRY_EVENTS = 60_000
const LONGEST_TIMER = 2 ** 31 - 1

/**
 * Keeps one part of a page true without anyone refreshing.
 *
 * An event says only that something changed; the part is then fetched as its reader, so that what they
 * may not see never travels. Where events cannot reach, it polls. It never moves rows under somebody
 * who is in them, can be held still, and says in words how fresh it is.
 */
export class Live extends Component {
  static moduleName = 'app-live'

  constructor($root) {
    super($root)
    this.$content = $root.querySelector('[data-live-content]')
    this.$state = $root.querySelector('[data-live-state]')
    this.$updated = $root.querySelector('[data-live-updated]')
    this.$paper = $root.querySelector('[data-live-paper]')
    this.$says = $root.querySelector('[data-live-says]')
    this.$pause = $root.querySelector('[data-live-pause]')
    this.$show = $root.querySelector('[data-live-show]')
    this.updatedAt = new Date()
    this.waiting = null
    this.changes = 0
    this.paused = false
    this.$pause.hidden = false
    this.$pause.addEventListener('click', () => this.togglePause())
    this.$show.addEventListener('click', () => this.showWaiting())
    document.addEventListener('visibilitychange', () => this.visibility())
    window.addEventListener('pagehide', () => this.disconnect())
    window.addEventListener('pageshow', (event) => event.persisted && this.resume())
    this.connect()
    this.expect($root.dataset.nextChange)
  }

  // Hearing of changes

  connect() {
    this.disconnect()
    if (this.paused) return
    if (!('EventSource' in window)) return this.poll()
    this.say('Connecting.')
    this.source = new EventSource(this.$root.dataset.liveUrl)
    this.source.addEventListener('open', () => {
      this.stopPolling()
      this.say('Live.')
      // Whatever changed between the page being read and this stream opening would never be told again.
      this.changed()
    })
    this.source.addEventListener('changed', () => this.changed())
    this.source.addEventListener('error', () => this.lost())
  }

  /** The stream broke or was refused: say so, poll meanwhile, and try the stream again later. */
  lost() {
    this.say('Reconnecting.')
    this.poll()
    if (this.source && this.source.readyState === EventSource.CLOSED) {
      clearTimeout(this.retry)
      this.retry = setTimeout(() => this.connect(), RETRY_EVENTS)
    }
  }

  poll() {
    if (!this.polling) this.polling = setInterval(() => this.refresh(), POLL_EVERY)
  }

  stopPolling() {
    clearInterval(this.polling)
    this.polling = null
  }

  disconnect() {
    if (this.source) this.source.close()
    this.source = null
    clearTimeout(this.retry)
    this.stopPolling()
  }

  /** Several changes at once are fetched once; the jitter keeps three hundred boards from asking together. */
  changed() {
    if (this.paused || this.soon) return
    this.soon = setTimeout(() => {
      this.soon = null
      this.refresh()
    }, Math.random() * 300)
  }

  /** Fetch again when time alone changes something, such as a deadline passing. */
  expect(iso) {
    clearTimeout(this.next)
    if (!iso) return
    const wait = new Date(iso).getTime() - Date.now()
    if (!Number.isNaN(wait)) this.next = setTimeout(() => this.changed(), Math.min(Math.max(wait, 1000), LONGEST_TIMER))
  }

  // Fetching and showing

  async refresh() {
    if (this.paused) return
    if (this.fetching) {
      this.again = true
      return
    }
    this.fetching = true
    try {
      const answer = await fetch(this.$root.dataset.fragmentUrl, {
        credentials: 'same-origin',
        headers: { 'X-Wayhome-Background': 'live' },
        redirect: 'error'
      })
      if (!answer.ok) throw new Error(String(answer.status))
      const html = await answer.text()
      this.expect(answer.headers.get('X-Wayhome-Next-Change') || '')
      this.receive(html)
    } catch {
      this.stale()
    } finally {
      this.fetching = false
      if (this.again) {
        this.again = false
        this.changed()
      }
    }
  }

  receive(html) {
    this.updatedAt = new Date()
    this.$root.classList.remove('app-live--stale')
    if (this.polling) this.say('Checking every 15 seconds.')
    if (this.seen === undefined) this.seen = normal(this.$content.innerHTML)
    const fresh = parsed(html)
    if (normal(fresh.innerHTML) === this.seen) {
      this.mark()
      return
    }
    const busy = this.$content.contains(document.activeElement)
    if (!busy) return this.show(fresh)
    this.changes += 1
    this.waiting = fresh
    this.$show.textContent = `${this.changes} ${this.changes === 1 ? 'change' : 'changes'}: show`
    this.$show.hidden = false
    this.announce(`${this.changes} ${this.changes === 1 ? 'change' : 'changes'} waiting`)
  }

  show(fresh) {
    const focused = this.$content.contains(document.activeElement) ? document.activeElement.id : ''
    const open = [...this.$content.querySelectorAll('details[open][id]')].map(($details) => $details.id)
    this.seen = normal(fresh.innerHTML)
    this.$content.replaceChildren(...fresh.childNodes)
    for (const id of open) document.getElementById(id)?.setAttribute('open', '')
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true })
    this.waiting = null
    this.changes = 0
    this.$show.hidden = true
    this.mark()
    this.announce(`Updated ${clockTime(this.updatedAt)}`)
    this.$root.dispatchEvent(new CustomEvent('wayhome:shown', { bubbles: true }))
  }

  showWaiting() {
    if (!this.waiting) return
    this.show(this.waiting)
    this.$content.setAttribute('tabindex', '-1')
    this.$content.focus({ preventScroll: true })
  }

  // Saying how fresh it is

  say(text) {
    this.$state.textContent = text
  }

  mark() {
    this.$updated.textContent = `Updated ${clockTime(this.updatedAt)}`
    this.$paper.textContent = when(this.updatedAt)
  }

  announce(text) {
    this.$says.textContent = text
  }

  stale() {
    this.$root.classList.add('app-live--stale')
    this.say(`Not live since ${clockTime(this.updatedAt)}.`)
    this.poll()
  }

  // Holding still

  togglePause() {
    this.paused = !this.paused
    this.$pause.textContent = this.paused ? 'Resume updates' : 'Pause updates'
    if (!this.paused) return this.resume()
    this.disconnect()
    clearTimeout(this.next)
    this.say(`Paused at ${clockTime(new Date())}.`)
  }

  resume() {
    if (this.paused) return
    this.connect()
    this.refresh()
  }

  visibility() {
    clearTimeout(this.sleep)
    if (document.hidden) {
      this.sleep = setTimeout(() => {
        this.asleep = true
        this.disconnect()
      }, HIDDEN_FOR)
    } else if (this.asleep) {
      this.asleep = false
      this.resume()
    }
  }
}

function parsed(html) {
  const template = document.createElement('template')
  template.innerHTML = html
  const holder = document.createElement('div')
  holder.append(template.content)
  return holder
}

/** Compare what is said, not what the script has added or the minutes that tick by. */
function normal(html) {
  const holder = parsed(html)
  for (const $countdown of holder.querySelectorAll('[data-clock-countdown]')) $countdown.textContent = ''
  for (const $element of holder.querySelectorAll('*')) {
    for (const name of $element.getAttributeNames()) if (/^data-.*-init$/.test(name)) $element.removeAttribute(name)
  }
  return holder.innerHTML.replace(/\s+/g, ' ').trim()
}
