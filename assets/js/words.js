// The countdown's words, the same as `wayhome.ui.words` says them; a test reads both from one table.
const MINUTE = 60, HOUR = 3600, DAY = 86400
const zone = 'Europe/London'
const dayFormat = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
const timeFormat = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: 'numeric', minute: 'numeric', hourCycle: 'h23' })

const fullFormat = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })

const localDay = (at) => dayFormat.format(at)
const wallClock = (at) => `${localDay(at)} ${timeFormat.format(at)}`
const counted = (number, one) => `${number.toLocaleString('en-GB')} ${number === 1 ? one : one + 's'}`
const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1)

function two(big, bigName, small, smallName) {
  return small ? `${counted(big, bigName)} ${counted(small, smallName)}` : counted(big, bigName)
}

/** Say how long, in seconds: minutes under two hours, hours under two days, then days. */
export function length(seconds) {
  if (seconds < MINUTE) return 'less than a minute'
  if (seconds < 2 * HOUR) return counted(Math.floor(seconds / MINUTE), 'minute')
  if (seconds < 2 * DAY) return two(Math.floor(seconds / HOUR), 'hour', Math.floor((seconds % HOUR) / MINUTE), 'minute')
  return two(Math.floor(seconds / DAY), 'day', Math.floor((seconds % DAY) / HOUR), 'hour')
}

function whichOfTwo(at) {
  const shown = wallClock(at)
  if (wallClock(new Date(at.getTime() + HOUR * 1000)) === shown) return ' (before the clocks went back)'
  if (wallClock(new Date(at.getTime() - HOUR * 1000)) === shown) return ' (after the clocks went back)'
  return ''
}

/** Say the time of day in London: 1:40am, 9am, midday. */
export function clockTime(at) {
  const [hour, minute] = timeFormat.format(at).split(':').map(Number)
  if (!minute && hour === 0) return 'midnight (start of the day)'
  if (!minute && hour === 12) return 'midday'
  const minutes = minute ? `:${String(minute).padStart(2, '0')}` : ''
  return `${hour % 12 || 12}${minutes}${hour < 12 ? 'am' : 'pm'}${whichOfTwo(at)}`
}

/** Say how long is left or gone until `due`, seen from `now`. */
export function countdown(due, now) {
  const left = (due.getTime() - now.getTime()) / 1000
  if (left < 0) return sentence(`${length(-left)} overdue`)
  if (left >= 2 * HOUR && localDay(due) === localDay(now)) return `Due today by ${clockTime(due)}`
  return sentence(`${length(left)} left`)
}

/** Say an instant in full: Saturday 21 November 2026, 1:40am. */
export function when(at) {
  const part = Object.fromEntries(fullFormat.formatToParts(at).map(({ type, value }) => [type, value]))
  return `${part.weekday} ${part.day} ${part.month} ${part.year}, ${clockTime(at)}`
}
