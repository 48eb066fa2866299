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
    const group = figure.closest('.multiples');
    const title = group ? group.dataset.title : figure.querySelector('figcaption').textContent;
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
        const range = curve.low ? ' (' + number(curve.low[at]) + ' to ' + number(curve.high[at]) + ')' : '';
        element(row, 'span', '', number(curve.y[at]) + (data.unit ? ' ' + data.unit : '') + range);
      }
      beside(tip, across(here) * box.width, box.width);
    }

    under(area, point, overlay);
    show();
    return show;
  }

  /* Puts a tip where there is room for it, right or left of a place. */
  function beside(tip, left, width) {
    const room = width - left > tip.offsetWidth + 14;
    tip.style.left = Math.max(0, room ? left + 10 : left - tip.offsetWidth - 10) + 'px';
  }

  function under(area, point, overlay) {
    area.addEventListener('pointermove', point);
    area.addEventListener('pointerdown', point);
    area.addEventListener('pointerleave', () => overlay.replaceChildren());
  }

  /* One legend for all plots of a group. */
  function setUpGroup(group, shows) {
    const buttons = group.querySelectorAll('.key');
    const key = button => group.dataset.title + '\n' + button.textContent;
    const show = () => buttons.forEach(button => button.setAttribute('aria-pressed', String(!hidden.has(key(button)))));
    buttons.forEach(button => button.addEventListener('click', () => {
      if (!hidden.delete(key(button))) hidden.add(key(button));
      show();
      group.querySelectorAll('.plot').forEach(figure => shows.get(figure)());
    }));
    show();
  }

  /* The dot nearest to the pointer. */
  function setUpScatter(figure) {
    const data = JSON.parse(figure.querySelector('script').textContent);
    const area = figure.querySelector('.area');
    const overlay = element(area, 'div', 'overlay');
    const share = (value, axis, logarithmic) => logarithmic
      ? Math.log(value / data.from[axis]) / Math.log(data.to[axis] / data.from[axis])
      : (value - data.from[axis]) / (data.to[axis] - data.from[axis]);

    under(area, event => {
      const box = area.getBoundingClientRect();
      const away = dot => Math.hypot(
        box.left + share(dot.x, 0, data.across) * box.width - event.clientX,
        box.bottom - share(dot.y, 1, false) * box.height - event.clientY);
      const dot = data.dots.reduce((a, b) => away(a) <= away(b) ? a : b);
      overlay.replaceChildren();
      const mark = element(overlay, 'div', 'dot c0');
      mark.style.left = 100 * share(dot.x, 0, data.across) + '%';
      mark.style.bottom = 100 * share(dot.y, 1, false) + '%';
      const tip = element(overlay, 'div', 'tip');
      element(tip, 'b', '', dot.name);
      element(tip, 'div', '', number(dot.y) + (dot.spread ? ' ± ' + number(dot.spread) : '') + (data.unit ? ' ' + data.unit : ''));
      element(tip, 'div', '', number(dot.x) + ' ' + data.x);
      beside(tip, share(dot.x, 0, data.across) * box.width, box.width);
    }, overlay);
  }

  return root => {
    const shows = new Map();
    root.querySelectorAll('.plot:not(.scatter)').forEach(figure => shows.set(figure, setUp(figure)));
    root.querySelectorAll('.multiples').forEach(group => setUpGroup(group, shows));
    root.querySelectorAll('.scatter').forEach(setUpScatter);
  };
})();
plots(document);
