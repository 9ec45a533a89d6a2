// Builds app.css, app.js, early.js and offline.js, and copies the few images they need, into the ui room's static folder.
// `node build.mjs` writes; `node build.mjs --check` writes nothing and fails when what is committed differs.
import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import * as sass from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const target = join(here, '..', 'src', 'wayhome', 'ui', 'static', 'ui')
const libraries = ['govuk-frontend', '@ministryofjustice/frontend']

/** Compile the one style sheet: compressed, and silent about warnings inside the libraries. */
function styles() {
  const { css } = sass.compile(join(here, 'scss', 'app.scss'), {
    loadPaths: [here, join(here, 'node_modules')],
    quietDeps: true,
    silenceDeprecations: ['import'],
    style: 'compressed'
  })
  return Buffer.from(css.replace(/\/\*#.*?\*\//g, '') + '\n')
}

/** Bundle one entry point; `format` is "esm" for the module and "iife" for the line that runs before it. */
async function script(entry, format) {
  const built = await esbuild.build({
    absWorkingDir: here,
    bundle: true,
    entryPoints: [join('js', entry)],
    format,
    legalComments: 'none',
    minify: true,
    target: 'es2020',
    write: false
  })
  return Buffer.from(built.outputFiles[0].contents)
}

/** Collect the pictures the style sheet names, ours first, then the libraries'. */
async function images(css) {
  const names = new Set([...css.toString().matchAll(/url\("?images\/([^")]+)"?\)/g)].map((match) => match[1]))
  const found = new Map()
  for (const name of (await readdir(join(here, 'images'))).sort()) {
    found.set(`images/${name}`, await readFile(join(here, 'images', name)))
  }
  for (const name of [...names].sort()) {
    if (found.has(`images/${name}`)) continue
    const path = join(here, 'node_modules', '@ministryofjustice', 'frontend', 'moj', 'assets', 'images', name)
    found.set(`images/${name}`, await readFile(path))
  }
  return found
}

/** Hash everything the build reads that is ours, so that a test without Node can tell when a build was forgotten. */
async function fingerprint() {
  const hash = createHash('sha256')
  for (const folder of ['images', 'js', 'licences', 'scss', '.']) {
    const kept = folder === '.' ? ['build.mjs', 'package-lock.json'] : (await readdir(join(here, folder))).sort()
    for (const name of kept) hash.update(`${folder}/${name}\n`).update(await readFile(join(here, folder, name)))
  }
  return hash.digest('hex')
}

/** Write which releases and which sources the files were built from, for the tests that compare them. */
async function versions() {
  const made = { sources: await fingerprint() }
  for (const name of libraries) {
    const text = await readFile(join(here, 'node_modules', ...name.split('/'), 'package.json'), 'utf8')
    made[name] = JSON.parse(text).version
  }
  return Buffer.from(JSON.stringify(made, null, 2) + '\n')
}

/** Gather the licence texts of everything that ends up inside the built files; the packages themselves carry none. */
async function licences() {
  const parts = ['The style sheet and the script beside this file contain parts of the following packages.\n']
  for (const name of libraries) {
    const text = await readFile(join(here, 'licences', `${name.replace('/', '-')}.txt`), 'utf8')
    parts.push(`${'='.repeat(72)}\n${name}\n${'='.repeat(72)}\n${text.trim()}\n`)
  }
  return Buffer.from(parts.join('\n'))
}

/** Return every built file, by its name under the static folder. */
async function build() {
  const css = styles()
  return new Map([
    ['app.css', css],
    ['app.js', await script('app.js', 'esm')],
    ['early.js', await script('early.js', 'iife')],
    ['offline.js', await script('offline.js', 'iife')],
    ['versions.json', await versions()],
    ['THIRD_PARTY_LICENSES.txt', await licences()],
    ...(await images(css))
  ])
}

/** Name every committed file that is missing, different or no longer built. */
async function drift(files) {
  const faults = []
  for (const [name, wanted] of files) {
    const there = await readFile(join(target, name)).catch(() => null)
    if (there === null) faults.push(`${name} is missing`)
    else if (!there.equals(wanted)) faults.push(`${name} differs`)
  }
  for (const entry of await readdir(target, { recursive: true, withFileTypes: true })) {
    const name = join(entry.parentPath ?? entry.path, entry.name).slice(target.length + 1)
    if (entry.isFile() && !files.has(name)) faults.push(`${name} is not built from anything here`)
  }
  return faults
}

const files = await build()
if (process.argv.includes('--check')) {
  const faults = await drift(files)
  for (const fault of faults) console.error(`src/wayhome/ui/static/ui/${fault}`)
  if (faults.length) {
    console.error('The built files are not what assets/ makes. Run: cd assets && npm ci && npm run build, then commit.')
    process.exit(1)
  }
} else {
  await rm(target, { force: true, recursive: true })
  for (const [name, contents] of files) {
    await mkdir(dirname(join(target, name)), { recursive: true })
    await writeFile(join(target, name), contents)
  }
}
