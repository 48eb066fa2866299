/* Puts the new content into the page when there is some. Scrolling and what is folded or hidden stay. */
(() => {
  let known = document.currentScript.dataset.version;

  async function text(path) {
    const answer = await fetch(path, { cache: 'no-store' });
    if (!answer.ok) throw new Error(answer.status);
    return answer.text();
  }

  async function refresh() {
    const page = new DOMParser().parseFromString(await text('/'), 'text/html');
    if (!document.querySelector('.plots')) { // all there was, was that the training begins
      location.reload();
      return;
    }
    const open = [...document.querySelectorAll('details')].map(details => details.open);
    document.title = page.title;
    document.querySelector('main').replaceWith(page.querySelector('main'));
    document.querySelectorAll('details').forEach((details, i) => details.open = Boolean(open[i]));
    plots(document);
    confusions(document);
  }

  async function look() {
    try {
      const version = await text('/version');
      if (version !== known) {
        await refresh();
        known = version;
      }
      setTimeout(look, 1000);
    } catch {
      const note = document.createElement('p');
      note.className = 'note';
      note.textContent = 'The training has ended or was stopped; this page is no longer refreshed.';
      (document.querySelector('header') || document.body).append(note);
    }
  }

  setTimeout(look, 1000);
})();
