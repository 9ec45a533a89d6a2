// The script says countdowns in the same words as the server: both are held to one table.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { clockTime, countdown, when } from '../js/words.js'

const table = JSON.parse(readFileSync(new URL('../../tests/ui/fixtures/countdowns.json', import.meta.url)))

for (const { due, now, words } of table) {
  test(`${due} seen from ${now}`, () => assert.equal(countdown(new Date(due), new Date(now)), words))
}

test('midnight says which one', () => {
  assert.equal(clockTime(new Date('2026-11-21T00:00:00Z')), 'midnight (start of the day)')
})

test('an instant in full is said as the server says it', () => {
  assert.equal(when(new Date('2026-07-01T00:40:00Z')), 'Wednesday 1 July 2026, 1:40am')
  assert.equal(when(new Date('2026-10-25T00:30:00Z')), 'Sunday 25 October 2026, 1:30am (before the clocks went back)')
})
