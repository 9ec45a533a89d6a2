// Copies GOV.UK Frontend's own examples (options and the HTML they must give) of the components we draw with,
// so that the tests can hold our macros to them without Node. Run after every change of govuk-frontend.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const target = join(here, '..', 'tests', 'ui', 'fixtures', 'govuk')
const components = [
  'character-count', 'checkboxes', 'date-input', 'error-summary', 'input', 'panel', 'radios', 'select', 'tag', 'textarea'
]

await mkdir(target, { recursive: true })
for (const component of components) {
  const path = join(here, 'node_modules', 'govuk-frontend', 'dist', 'govuk', 'components', component, 'fixtures.json')
  const { fixtures } = JSON.parse(await readFile(path, 'utf8'))
  const shown = fixtures.filter((fixture) => !fixture.hidden).map(({ name, options, html }) => ({ name, options, html }))
  await writeFile(join(target, `${component}.json`), JSON.stringify(shown, null, 1) + '\n')
}
