// The script says countdowns in the same words as the server: both are held to one table.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { clockTime, countdown } from '../js/words.js'

const table = JSON.parse(readFileSync(new URL('../../tests/ui/fixtures/countdowns.json', import.meta.url)))

for (const { due, now, words } of table) {
  test(`${due} seen from ${now}`, () => assert.equal(countdown(new Date(due), new Date(now)), words))
}

test('midnight says which one', () => {
  assert.equal(clockTime(new Date('2026-11-21T00:00:00Z')), 'midnight (start of the day)')
})
