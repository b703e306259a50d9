/** One line of the worklist. Writes only what differs from what it shows. */
import { element, setText } from './element.js';
import * as format from './format.js';
import { serverNow } from './clock.js';

let rows = 0;

export class WorklistRow {
  #priority = element('span', { className: 'row-priority' });
  #state = element('span', { className: 'row-state' });
  #escalation = element('span', { className: 'row-escalation' });
  #mark = element('span', { className: 'row-mark', hidden: true });
  #age = element('span', { className: 'row-age' });
  #side = element('span', { className: 'row-side' });
  #score = element('span', { className: 'row-score' });
  #images = element('span', { className: 'row-images' });
  #receivedMillis = 0;

  constructor(alertId) {
    this.node = element('li', { className: 'row', id: `row-${++rows}`, role: 'option', 'aria-selected': 'false' },
      element('div', { className: 'row-top' }, this.#priority, this.#state, this.#age),
      this.#escalation,
      this.#mark,
      element('div', { className: 'row-bottom' }, this.#side, this.#score, this.#images));
    this.node.dataset.alertId = alertId;
  }

  show(alert) {
    this.#receivedMillis = Date.parse(alert.receivedAt);
    this.node.dataset.state = alert.state;
    this.node.dataset.priority = alert.priority;
    setText(this.#priority, format.priority(alert.priority));
    setText(this.#state, format.state(alert.state));
    this.#escalation.hidden = !alert.escalationLevel;
    setText(this.#escalation, alert.escalationLevel ? `Escalated ${alert.escalationLevel}` : '');
    const doubtful = alert.sidesStated === false;
    setText(this.#side, `${format.side(alert.sides ?? alert.laterality)}${doubtful ? '?' : ''}`);
    this.#side.title = doubtful ? 'Sides not stated in the file' : '';
    this.#score.title = 'Score (operating threshold)';
    setText(this.#score, scoreText(alert));
    setText(this.#images, format.images(alert.imageCount));
    this.#age.title = `Received ${format.moment(alert.receivedAt, serverNow())}`;
    this.tick(serverNow());
  }

  tick(nowMillis) {
    setText(this.#age, format.age(nowMillis - this.#receivedMillis));
  }

  /** words about an action of the reader that did not arrive, none when all did. */
  mark(words = '') {
    this.#mark.hidden = !words;
    setText(this.#mark, words);
  }

  select(selected) {
    this.node.setAttribute('aria-selected', String(selected));
  }
}

/** The score and the operating threshold from which on an alert is raised. */
function scoreText(alert) {
  if (alert.score === undefined || alert.score === null) return '';
  return `${format.score(alert.score)} (from ${format.score(alert.threshold)})`;
}
