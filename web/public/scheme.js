// Light or dark before the first paint. A file of its own: the page allows no inline script.
(function () {
  var kept = null;
  try {
    kept = window.localStorage.getItem('hanse-scheme');
  } catch (error) {
    // Storage may be switched off; then the system's wish counts.
  }
  var dark = kept === 'dark' || (kept !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
