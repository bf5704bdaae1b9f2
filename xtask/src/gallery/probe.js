// What a test wants to know of the page. Runs in the page, and is a promise of one object.
(async () => {
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  const links = [...document.querySelectorAll("a[href]")].map((link) => link.getAttribute("href"));
  const here = links.filter((link) => link.startsWith("#"));
  const files = [...new Set(links.filter((link) => !link.startsWith("#")))];

  // Relative luminance and contrast as the Web Content Accessibility Guidelines define them.
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = (colour) => {
    const linear = numbers(colour).slice(0, 3).map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const opaque = (colour) => { const [, , , alpha = 1] = numbers(colour); return alpha === 1; };
  const background = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor;
      if (opaque(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const faint = [];
  for (const element of document.body.querySelectorAll("*")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own) continue;
    const [a, b] = [luminance(getComputedStyle(element).color), luminance(background(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) faint.push(`${element.tagName} "${element.textContent.trim().slice(0, 40)}": ${contrast.toFixed(2)}`);
  }
  const served = location.protocol === "http:";
  const status = async (link) => {
    const answer = await fetch(link);
    return answer.ok && (await answer.arrayBuffer()).byteLength > 0;
  };
  const missing = [];
  if (served) for (const link of files) if (!(await status(link).catch(() => false))) missing.push(link);
  return {
    images: [...document.images].map((image) => ({ name: image.getAttribute("src"), width: image.naturalWidth, alt: image.alt })),
    files,
    missing,
    dangling: here.filter((link) => !document.getElementById(link.slice(1))),
    faint,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    height: document.documentElement.scrollHeight,
    landmarks: ["header", "nav", "main", "footer"].filter((name) => document.querySelectorAll(`body ${name}`).length !== 1),
    language: document.documentElement.lang,
    headings: document.querySelectorAll("h1").length,
    background: getComputedStyle(document.body).backgroundColor,
  };
})()
