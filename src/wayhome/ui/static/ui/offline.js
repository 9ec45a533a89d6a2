(()=>{var t=new URL(self.location.href).searchParams.get("style")||"",o=/^\/static\/[\w./-]+\.css$/.test(t)?`<link rel="stylesheet" href="${t}">`:"",a=`<!DOCTYPE html>
<html lang="en-GB" class="govuk-template">
<head><meta charset="utf-8"><title>There is no connection - Wayhome</title>
<meta name="viewport" content="width=device-width, initial-scale=1">${o}</head>
<body class="govuk-template__body"><div class="govuk-width-container"><main class="govuk-main-wrapper">
<h1 class="govuk-heading-l">There is no connection</h1>
<p class="govuk-body">What you wrote in your own box and could not send is kept in this tab. Leave the tab open.</p>
<p class="govuk-body">Once there is a connection again, your words are back on the page and are sent.</p>
<p><a class="govuk-button" href="">Try again</a></p>
</main></div></body></html>`,i={"Cache-Control":"no-store","Content-Security-Policy":"default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'","Cross-Origin-Opener-Policy":"same-origin","Content-Type":"text/html; charset=utf-8"};self.addEventListener("install",()=>self.skipWaiting());self.addEventListener("fetch",e=>{let{method:n,mode:s}=e.request;s!=="navigate"||n!=="GET"||e.respondWith(fetch(e.request).catch(()=>new Response(a,{headers:i,status:503})))});})();
