/** One key, one act. Keys are off while somebody types, and a key held down acts once. */
import { byId, element } from './element.js';

/** keys = [[key, words, act]], without words left out of the help; other = [[what to do, words]] for the help only. */
export function listen(keys, other) {
  const acts = new Map(keys.map(([key, , act]) => [key, act]));
  document.addEventListener('keydown', event => {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    if (document.querySelector('dialog[open]')) return;
    const act = acts.get(event.key.toLowerCase());
    if (!act) return;
    event.preventDefault();
    act();
  });
  byId('help-keys').replaceChildren(...[...keys, ...other].filter(([, words]) => words).map(([key, words]) => element('div', {},
    element('dt', {}, element('kbd', {}, key.length === 1 ? key.toUpperCase() : key)), element('dd', {}, words))));
  byId('help-button').addEventListener('click', showHelp);
  byId('help-close').addEventListener('click', () => byId('help-dialog').close());
}

export const showHelp = () => byId('help-dialog').showModal();

function isTyping(target) {
  return target.matches('textarea, select, [contenteditable], input:not([type=radio], [type=range], [type=checkbox])');
}
