/**
 * The list of alerts, most urgent first. Rows are keyed by alert id and moved one by one: a change touches its own row only, so
 * a thousand alerts cost no more than one.
 */
import { byId, setText } from './element.js';
import { byUrgency, isNew, isUrgent } from './urgency.js';
import { WorklistRow } from './worklist-row.js';

const FLUSH_MILLIS = 30;
const PAGE_ROWS = 8;

export class Worklist {
  #list = byId('alerts');
  #alerts = new Map();
  #rows = new Map();
  #order = [];
  #changed = new Set();
  #marks = new Map();
  #flushPlanned = false;
  #active = null;
  #selected = null;
  #open;
  #counted;

  /** open(alertId) when the reader chooses a row; counted({fresh, urgent, all}) after each change. */
  constructor(open, counted) {
    this.#open = open;
    this.#counted = counted;
    this.#list.addEventListener('click', event => this.#clicked(event));
    this.#list.addEventListener('keydown', event => this.#pressed(event));
    for (const choice of document.getElementsByName('filter')) {
      choice.addEventListener('change', () => this.#filter());
    }
    this.#list.dataset.filter = document.querySelector('[name=filter]:checked').value;
  }

  get(alertId) {
    return this.#alerts.get(alertId);
  }

  /** Alerts come in bursts (a snapshot, a busy hour): rows are written once for all that came together. */
  put(alert) {
    const known = this.#alerts.get(alert.alertId);
    if (known && known.version > alert.version) return;
    this.#alerts.set(alert.alertId, alert);
    this.#changed.add(alert.alertId);
    this.#planFlush();
  }

  /** What the server no longer has goes. At once, since the page is about to say that it is live. */
  keepOnly(alertIds) {
    for (const alertId of [...this.#alerts.keys()].filter(id => !alertIds.has(id))) {
      this.#alerts.delete(alertId);
      this.#changed.add(alertId);
    }
    this.#flush();
  }

  remove(alertId) {
    if (!this.#alerts.delete(alertId)) return;
    this.#changed.add(alertId);
    this.#flush();
  }

  select(alertId) {
    this.#rows.get(this.#selected)?.select(false);
    this.#selected = alertId;
    this.#rows.get(alertId)?.select(true);
    this.#activate(alertId);
  }

  /** words by alert id: what stands on these rows, and on no others, about an action of the reader that did not arrive. */
  mark(words) {
    const before = this.#marks;
    this.#marks = words;
    for (const alertId of new Set([...before.keys(), ...words.keys()])) this.#rows.get(alertId)?.mark(words.get(alertId));
  }

  /** The row that the reader is on with the keys while another alert is open; null when there is none. */
  elsewhere() {
    const onList = document.activeElement === this.#list;
    return onList && this.#active !== this.#selected ? this.#active : null;
  }

  mostUrgentNew() {
    return this.#order.map(id => this.#alerts.get(id)).find(alert => isNew(alert) && alert.alertId !== this.#selected)?.alertId;
  }

  tick(nowMillis) {
    for (const row of this.#rows.values()) row.tick(nowMillis);
  }

  focus() {
    this.#list.focus();
  }

  #planFlush() {
    if (this.#flushPlanned) return;
    this.#flushPlanned = true;
    // Not requestAnimationFrame: it stands still in a hidden tab, whose title must go on counting.
    setTimeout(() => this.#flush(), FLUSH_MILLIS);
  }

  #flush() {
    this.#flushPlanned = false;
    const changed = this.#changed;
    this.#changed = new Set();
    const steady = this.#order.filter(id => !changed.has(id));
    const moved = [...changed].filter(id => this.#alerts.has(id));
    for (const id of changed) if (!this.#alerts.has(id)) this.#remove(id);
    for (const id of moved) this.#row(id).show(this.#alerts.get(id));
    this.#order = [...steady, ...moved].sort((a, b) => byUrgency(this.#alerts.get(a), this.#alerts.get(b)));
    this.#place(new Set(moved));
    this.#count();
  }

  /** From the end to the start, so that each moved row's follower already stands where it belongs. */
  #place(moved) {
    let next = null;
    for (let i = this.#order.length - 1; i >= 0; i--) {
      const node = this.#rows.get(this.#order[i]).node;
      const inPlace = node.parentNode === this.#list && node.nextElementSibling === next;
      if (moved.has(this.#order[i]) && !inPlace) this.#list.insertBefore(node, next);
      next = node;
    }
  }

  #row(alertId) {
    let row = this.#rows.get(alertId);
    if (!row) {
      row = new WorklistRow(alertId);
      this.#rows.set(alertId, row);
      row.mark(this.#marks.get(alertId));
      if (alertId === this.#selected) row.select(true);
    }
    return row;
  }

  #remove(alertId) {
    this.#rows.get(alertId)?.node.remove();
    this.#rows.delete(alertId);
    if (this.#active === alertId) this.#activate(null);
  }

  #count() {
    const alerts = [...this.#alerts.values()];
    const fresh = alerts.filter(isNew).length;
    setText(byId('count-new'), String(fresh));
    setText(byId('count-all'), String(alerts.length));
    byId('empty-text').hidden = (this.#filtersNew() ? fresh : alerts.length) > 0;
    this.#counted({ fresh, urgent: alerts.filter(isUrgent).length, all: alerts.length });
  }

  #filtersNew() {
    return this.#list.dataset.filter === 'NEW';
  }

  #filter() {
    this.#list.dataset.filter = document.querySelector('[name=filter]:checked').value;
    this.#count();
  }

  #clicked(event) {
    const alertId = event.target.closest('[role=option]')?.dataset.alertId;
    if (alertId) this.#open(alertId);
  }

  #pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE_ROWS, PageUp: -PAGE_ROWS, Home: -Infinity, End: Infinity };
    if (event.key in steps) {
      this.#step(steps[event.key]);
      event.preventDefault();
    } else if ((event.key === 'Enter' || event.key === ' ') && this.#active) {
      this.#open(this.#active);
      event.preventDefault();
    }
  }

  #step(by) {
    const shown = this.#order.filter(id => !this.#filtersNew() || isNew(this.#alerts.get(id)));
    if (!shown.length) return;
    const at = shown.indexOf(this.#active);
    const to = at < 0 ? 0 : Math.min(shown.length - 1, Math.max(0, at + by));
    this.#activate(shown[to]);
    this.#rows.get(this.#active).node.scrollIntoView({ block: 'nearest' });
  }

  #activate(alertId) {
    this.#rows.get(this.#active)?.node.classList.remove('active');
    this.#active = alertId;
    const row = this.#rows.get(alertId);
    row?.node.classList.add('active');
    if (row) this.#list.setAttribute('aria-activedescendant', row.node.id);
    else this.#list.removeAttribute('aria-activedescendant');
  }
}
