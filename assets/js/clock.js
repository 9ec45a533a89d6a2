import { Component } from 'govuk-frontend'
import { countdown } from './words.js'

const EVERY = 30_000

/** Keeps one deadline's countdown true. Not a live region: a clock that speaks every minute helps nobody. */
export class Clock extends Component {
  static moduleName = 'app-clock'

  constructor($root) {
    super($root)
    this.due = new Date($root.dataset.due)
    this.$countdown = $root.querySelector('[data-clock-countdown]')
    this.$state = $root.querySelector('[data-clock-state]')
    this.$symbol = $root.querySelector('.app-clock__symbol')
    this.timer = setInterval(() => this.draw(), EVERY)
    this.draw()
  }

  draw() {
    if (!this.$root.isConnected) {
      clearInterval(this.timer)
      return
    }
    const now = new Date()
    this.$countdown.textContent = countdown(this.due, now)
    if (now > this.due && !this.$root.classList.contains('app-clock--breached')) this.overdue()
  }

  /** The deadline has passed since the page was made: say so in word, symbol and colour. */
  overdue() {
    this.$root.classList.remove('app-clock--running', 'app-clock--due-soon')
    this.$root.classList.add('app-clock--breached')
    this.$state.textContent = 'Overdue'
    this.$symbol.textContent = '▲'
  }
}
