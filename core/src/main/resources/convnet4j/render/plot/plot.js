/* Values under the pointer, and a legend that hides curves. To be called again for a page's new content. */
const plots = (() => {
  const hidden = new Set(); // what the reader has hidden stays so when the page is refreshed

  function number(value) {
    const size = Math.abs(value);
    if (size >= 1000) return Math.round(value).toLocaleString('en');
    if (size !== 0 && size < 1e-3) return value.toExponential(2);
    return String(Number(value.toPrecision(4)));
  }

  /* Index of the value of the ascending list xs that is nearest to x. */
  function nearest(xs, x) {
    let low = 0;
    let high = xs.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (xs[middle] < x) low = middle; else high = middle;
    }
    return x - xs[low] <= xs[high] - x ? low : high;
  }

  function element(parent, name, style, text) {
    const made = document.createElement(name);
    made.className = style;
    if (text !== undefined) made.textContent = text;
    return parent.appendChild(made);
  }

  function setUp(figure) {
    const data = JSON.parse(figure.querySelector('script').textContent);
    const area = figure.querySelector('.area');
    const groups = figure.querySelectorAll('.curve');
    const buttons = figure.querySelectorAll('.key');
    const title = figure.querySelector('figcaption').textContent;
    const key = i => title + '\n' + data.curves[i].name;
    const overlay = element(area, 'div', 'overlay');

    function show() {
      groups.forEach((group, i) => group.toggleAttribute('hidden', hidden.has(key(i))));
      buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(!hidden.has(key(i)))));
    }

    buttons.forEach((button, i) => button.addEventListener('click', () => {
      if (!hidden.delete(key(i))) hidden.add(key(i));
      show();
    }));

    const across = x => (x - data.from[0]) / (data.to[0] - data.from[0]);
    const up = y => data.logarithmic
      ? Math.log(y / data.from[1]) / Math.log(data.to[1] / data.from[1])
      : (y - data.from[1]) / (data.to[1] - data.from[1]);

    function point(event) {
      const box = area.getBoundingClientRect();
      const x = data.from[0] + (event.clientX - box.left) / box.width * (data.to[0] - data.from[0]);
      const found = data.curves
        .map((curve, i) => ({ curve, i }))
        .filter(({ curve, i }) => curve.x.length > 0 && !hidden.has(key(i)))
        .map(({ curve }) => ({ curve, at: nearest(curve.x, x) }));
      overlay.replaceChildren();
      if (found.length === 0) return;
      const here = found.map(f => f.curve.x[f.at]).reduce((a, b) => Math.abs(a - x) <= Math.abs(b - x) ? a : b);
      element(overlay, 'div', 'line').style.left = 100 * across(here) + '%';
      const tip = element(overlay, 'div', 'tip');
      element(tip, 'b', '', data.x + ' ' + number(here));
      for (const { curve, at } of found) {
        const place = across(curve.x[at]);
        const dot = element(overlay, 'div', 'dot ' + curve.style);
        dot.style.left = 100 * place + '%';
        dot.style.bottom = 100 * up(curve.y[at]) + '%';
        const row = element(tip, 'div', '');
        const far = Math.abs(place - across(here)) > 0.02;
        element(row, 'i', curve.style, curve.name + (far ? ' (' + number(curve.x[at]) + ')' : ''));
        element(row, 'span', '', number(curve.y[at]) + (data.unit ? ' ' + data.unit : ''));
      }
      const left = across(here) * box.width;
      const room = box.width - left > tip.offsetWidth + 14;
      tip.style.left = Math.max(0, room ? left + 10 : left - tip.offsetWidth - 10) + 'px';
    }

    area.addEventListener('pointermove', point);
    area.addEventListener('pointerdown', point);
    area.addEventListener('pointerleave', () => overlay.replaceChildren());
    show();
  }

  return root => root.querySelectorAll('.plot').forEach(setUp);
})();
plots(document);
