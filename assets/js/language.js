const AFTER_TYPING = 800
const GUIDE = '/language-guide.json'
let guide = null

/** Return the advice, fetched once, and only on a page where somebody writes. None of what is written leaves the page. */
function advice() {
  guide ??= fetch(GUIDE, { redirect: 'manual' })
    .then((response) => (response.ok ? response.json() : { advice: [] }))
    .then(({ advice }) => advice.map((each) => ({ ...each, patterns: each.patterns.map((p) => new RegExp(p, 'i')) })))
    .catch(() => [])
  return guide
}

function place($box) {
  if ($box.nextElementSibling?.classList.contains('app-language-hint')) return $box.nextElementSibling
  const $made = document.createElement('div')
  $made.className = 'app-language-hint'
  $made.setAttribute('aria-live', 'polite')
  $box.after($made)
  return $made
}

async function look($box) {
  const $place = place($box)
  const found = []
  for (const each of await advice()) {
    const match = each.patterns.map((pattern) => pattern.exec($box.value)).find(Boolean)
    if (!match) continue
    const instead = each.say.length ? ` Perhaps: ${each.say.join(' Or: ')}` : ''
    found.push(`“${match[0]}”.${instead} ${each.why}`)
  }
  const said = found.join('\n')
  if ($place.textContent !== said) $place.textContent = said
}

/**
 * Quiet hints about words that blame a child, as one types, under any `<textarea data-language-hints>`.
 *
 * Said politely, never in the way of sending, and nothing is changed for anybody.
 */
export function languageHints() {
  const timers = new WeakMap()
  const wanted = (event) => event.target instanceof Element && event.target.matches('textarea[data-language-hints]')
  document.addEventListener('focusin', (event) => wanted(event) && look(event.target))
  document.addEventListener('input', (event) => {
    if (!wanted(event)) return
    clearTimeout(timers.get(event.target))
    timers.set(event.target, setTimeout(() => look(event.target), AFTER_TYPING))
  })
}
