/**
 * One key, one act. Keys are off while somebody types, and a key held down acts once.
 *
 * A key acts when it comes alone, a moment after it was pressed: a barcode wand or a dictation program types into whatever has
 * the focus, and a label that has an "a" in it would acknowledge. A reader may also switch all of them off (WCAG 2.1.4).
 */
import { byId, element } from './element.js';
import { remembered, remember } from './preference.js';

/** Wands leave up to some 20 ms between keys, programs less; who types with ten fingers rarely less than this. */
const ALONE_MILLIS = 100;
const MODIFIERS = ['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock'];
const SWITCH = 'pleura.keys';

class LoneKeys {
  #lastAt = -Infinity;
  #waiting;

  /** True when another key came just before; takes back the act of that one. */
  inARow(event) {
    const soon = event.timeStamp - this.#lastAt < ALONE_MILLIS;
    this.#lastAt = event.timeStamp;
    this.forget();
    return soon;
  }

  act(act) {
    this.#waiting = setTimeout(act, ALONE_MILLIS);
  }

  /** What was pressed was meant for the screen as it was. */
  forget() {
    clearTimeout(this.#waiting);
  }
}

/** keys = [[key, words, act]], without words left out of the help; other = [[what to do, words]] for the help only. */
export function listen(keys, other) {
  const acts = new Map(keys.map(([key, , act]) => [key, act]));
  const lone = new LoneKeys();
  // Before whatever has the focus: the Enter that ends a wand's label presses no button and opens no row.
  document.addEventListener('keydown', event => {
    if (event.repeat || MODIFIERS.includes(event.key)) return;
    const inARow = lone.inARow(event);
    if (isTyping(event.target)) return;
    if (inARow && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      event.stopPropagation();
    }
    const act = acts.get(event.key.toLowerCase());
    if (!act || event.ctrlKey || event.altKey || event.metaKey || isOff()) return;
    event.preventDefault();
    if (!inARow) lone.act(() => isOff() || act());
  }, true);
  for (const change of ['pointerdown', 'hashchange', 'blur']) addEventListener(change, () => lone.forget());
  byId('help-keys').replaceChildren(...[...keys, ...other].filter(([, words]) => words).map(([key, words]) => element('div', {},
    element('dt', {}, element('kbd', {}, key.length === 1 ? key.toUpperCase() : key)), element('dd', {}, words))));
  byId('help-button').addEventListener('click', showHelp);
  byId('help-close').addEventListener('click', () => byId('help-dialog').close());
  byId('keys-switch').addEventListener('change', () => remember(SWITCH, byId('keys-switch').checked ? 'on' : 'off'));
  showSwitch();
  // Chosen in another tab.
  addEventListener('storage', showSwitch);
}

export const showHelp = () => byId('help-dialog').showModal();

function showSwitch() {
  byId('keys-switch').checked = remembered(SWITCH) !== 'off';
}

function isOff() {
  return !byId('keys-switch').checked || document.querySelector('dialog[open]') !== null;
}

function isTyping(target) {
  return target.matches('textarea, select, [contenteditable], input:not([type=radio], [type=range], [type=checkbox])');
}
