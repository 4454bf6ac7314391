/** The words of a text with marks for a browser; nothing in it is carried out. */
export function wordsOfHtml(html: string): string {
  const found = new DOMParser().parseFromString(html.replaceAll(/<(br|\/p|\/li|\/h\d)\b/gi, '\n<$1'), 'text/html');
  for (const hidden of found.querySelectorAll('script, style')) hidden.remove();
  return (found.body.textContent ?? '').replaceAll(/[ \t]+/g, ' ').replaceAll(/\n\s*\n+/g, '\n').trim();
}
