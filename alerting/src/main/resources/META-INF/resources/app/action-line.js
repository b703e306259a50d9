/** How one action stands, in words, with what can be done about it. Writes only what differs, so that a button keeps the focus. */
import { element, keepChildren, setText } from './element.js';

const NAMES = { ACKNOWLEDGE: 'Acknowledge', DISMISS: 'Dismiss', COMMENT: 'Comment', RETURN: 'Back to new' };

export class ActionLine {
  #text = element('span');
  #open;
  #again;
  #leave;

  /** What the buttons do: open() the alert, again() send it, leave() it as it is. */
  constructor({ open, again, leave }) {
    this.#open = button('Open', open);
    this.#again = button('Try again', again);
    this.#leave = button('Leave it', leave);
    this.node = element('li', {}, this.#text);
  }

  /** elsewhere: listed while another alert is open. */
  show(action, elsewhere) {
    this.node.dataset.phase = action.phase;
    setText(this.#text, this.words(action, elsewhere));
    const unsettled = action.phase === 'failed' || action.phase === 'late';
    keepChildren(this.node, [this.#text, ...elsewhere ? [this.#open] : [], ...unsettled ? [this.#again, this.#leave] : []]);
  }

  words({ body, phase, error, patient }, elsewhere) {
    const name = NAMES[body.action];
    const words = {
      sending: `${name}: sending`,
      accepted: `${name}: accepted, waiting for the live list to show it`,
      late: `${name}: accepted, but the live list has not shown it yet.`,
      failed: `${name} was not sent. ${error}`,
    }[phase];
    return elsewhere ? `${patient} - ${words}` : words;
  }

  /** For the alert's row. */
  mark({ body, phase }) {
    return `${NAMES[body.action]} ${phase === 'failed' ? 'not sent' : 'not confirmed'}`;
  }
}

const button = (words, onclick) => element('button', { type: 'button', onclick }, words);
