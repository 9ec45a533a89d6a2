// Runs beside the pages of a meeting, and answers in one case alone: one of them is asked for and cannot be fetched.
// The browser's own page would empty the tab's memory, and with it the words that could not be sent. This one keeps it.
const style = new URL(self.location.href).searchParams.get('style') || ''
const looks = /^\/static\/[\w./-]+\.css$/.test(style) ? `<link rel="stylesheet" href="${style}">` : ''
const PAGE = `<!DOCTYPE html>
<html lang="en-GB" class="govuk-template">
<head><meta charset="utf-8"><title>There is no connection - Wayhome</title>
<meta name="viewport" content="width=device-width, initial-scale=1">${looks}</head>
<body class="govuk-template__body"><div class="govuk-width-container"><main class="govuk-main-wrapper">
<h1 class="govuk-heading-l">There is no connection</h1>
<p class="govuk-body">What you wrote in your own box and could not send is kept in this tab. Leave the tab open.</p>
<p class="govuk-body">Once there is a connection again, your words are back on the page and are sent.</p>
<p><a class="govuk-button" href="">Try again</a></p>
</main></div></body></html>`
const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin', // as every other page: a tab that goes to another policy loses its memory
  'Content-Type': 'text/html; charset=utf-8'
}

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('fetch', (event) => {
  const { method, mode } = event.request
  if (mode !== 'navigate' || method !== 'GET') return
  event.respondWith(fetch(event.request).catch(() => new Response(PAGE, { headers: HEADERS, status: 503 })))
})
