/* Counts under the pointer in a confusion matrix of many classes, whose cells have no tooltips of their own. */
const confusions = root => root.querySelectorAll('.confusion').forEach(box => {
  const cells = box.querySelector('[data-cell]');
  if (!cells) return;
  const data = JSON.parse(box.nextElementSibling.textContent);
  const counts = new Map(data.cells.map(([label, predicted, images]) => [label + ' ' + predicted, images]));
  const totals = new Map();
  data.cells.forEach(([label, , images]) => totals.set(label, (totals.get(label) || 0) + images));
  const side = Number(cells.dataset.cell);
  const svg = box.querySelector('svg');
  const tip = document.createElement('div');
  tip.id = 'tip';
  svg.addEventListener('pointermove', event => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(cells.getScreenCTM().inverse());
    const label = Math.floor(at.y / side);
    const predicted = Math.floor(at.x / side);
    const count = counts.get(label + ' ' + predicted) || 0;
    if (!(label in data.classes && predicted in data.classes)) {
      tip.remove();
      return;
    }
    tip.textContent = data.classes[label] + ' taken for ' + data.classes[predicted] + ': ' + count + ' of ' + (totals.get(label) || 0);
    document.body.append(tip);
    tip.style.left = Math.max(0, Math.min(event.clientX + 12, innerWidth - tip.offsetWidth - 4)) + 'px';
    tip.style.top = Math.max(0, event.clientY - tip.offsetHeight - 10) + 'px';
  });
  svg.addEventListener('pointerleave', () => tip.remove());
});
confusions(document);
