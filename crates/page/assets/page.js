// All the script there is. Without it every page still works.
'use strict';
(() => {
  const go = (rel) => document.querySelector(`a[rel=${rel}]`)?.click();
  const post = (path) => fetch(path, { method: 'POST', body: new URLSearchParams(), keepalive: true });

  // Esc twice hides the page at once, and leaves nothing to go back to.
  let last = 0;
  const hide = () => {
    document.documentElement.hidden = true;
    post('/hide').catch(() => {}).finally(() => location.replace('/hidden'));
  };
  // Whoever types is there, and the journal stays open for them: said once in twenty seconds at most.
  let said = 0;
  const here = (stamp) => {
    if (stamp - said > 20000 && document.querySelector('.frame')) { said = stamp; post('/here').catch(() => {}); }
  };
  addEventListener('keydown', (key) => {
    here(key.timeStamp);
    if (key.key === 'Escape') {
      if (key.timeStamp - last < 600 && document.querySelector('[data-hide]')) hide();
      last = key.timeStamp;
    }
    if ((key.ctrlKey || key.metaKey) && key.key === 'Enter') key.target.form?.requestSubmit();
    if (document.body.dataset.keys === 'next' && !key.ctrlKey && !key.metaKey && !key.altKey) {
      if (key.key === 'ArrowRight' || key.key === ' ') { key.preventDefault(); go('next'); }
      if (key.key === 'ArrowLeft') go('prev');
    }
  });
  addEventListener('pointerdown', (click) => here(click.timeStamp));
  // A page that the browser kept and shows again is asked for anew.
  addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
})();
