/**
 * The live feed of alerts, and the one judge of whether the screen may be called live.
 *
 * Live means: this connection has caught up (the server sent `live`), something was heard within SILENCE_LIMIT_MILLIS, and the
 * server says that its own view of Kafka is well and not older than that. The browser reconnects by itself with Last-Event-ID; a connection that
 * stays open but silent (a sleeping laptop, a dead proxy) or that the server refused is opened anew, which sends everything again;
 * so is one that was given up for other tabs.
 */
import { heard } from './clock.js';

const SILENCE_LIMIT_MILLIS = 12_000;
const REOPEN_AFTER_MILLIS = 24_000;
const REOPEN_REFUSED_MILLIS = 4_000;
const CHECK_MILLIS = 500;

export class Feed {
  #url;
  #handlers;
  #source = null;
  #openedAt = 0;
  #caughtUp = false;
  #heardAt = { wall: 0, steady: 0 };
  #feedAgeMillis = 0;
  #problem = '';
  #obstacle = '';
  #liveAt = null;

  /**
   * handlers: alert(view), gone(alertId), held(ids) with all that the server has when this has caught up, health({live, since,
   * problem}) on every check.
   */
  constructor(url, handlers) {
    this.#url = url;
    this.#handlers = handlers;
  }

  start() {
    if (!this.#obstacle) this.#open();
    setInterval(() => this.#check(), CHECK_MILLIS);
    // Timers of a hidden tab are slowed down; nobody may see an unchecked screen when it comes back.
    document.addEventListener('visibilitychange', () => this.#check());
  }

  /** Keeps no connection while there is an obstacle, in words; takes one up again when there is none. */
  obstruct(obstacle) {
    const before = this.#obstacle;
    this.#obstacle = obstacle;
    if (obstacle && !before) this.#giveUp();
    if (!obstacle && before) this.#open();
    if (obstacle !== before) this.#check();
  }

  #giveUp() {
    this.#source?.close();
    this.#caughtUp = false;
  }

  #open() {
    this.#source?.close();
    this.#caughtUp = false;
    this.#openedAt = Date.now();
    const source = new EventSource(this.#url);
    this.#source = source;
    source.addEventListener('open', () => this.#opened());
    source.addEventListener('error', () => this.#lost());
    source.addEventListener('alert', event => this.#alert(event));
    source.addEventListener('gone', event => this.#gone(event));
    source.addEventListener('live', event => this.#live(event));
    source.addEventListener('heartbeat', event => this.#heartbeat(event));
  }

  #opened() {
    this.#openedAt = Date.now();
    this.#caughtUp = false;
  }

  #lost() {
    this.#caughtUp = false;
    this.#check();
  }

  #alert(event) {
    // Not live until the alert is taken over: one that cannot be read leaves the screen marked, not silently incomplete.
    const caughtUp = this.#caughtUp;
    this.#caughtUp = false;
    const alert = JSON.parse(event.data);
    this.#hear();
    this.#handlers.alert(alert);
    this.#caughtUp = caughtUp;
  }

  #gone(event) {
    const { alertId } = JSON.parse(event.data);
    this.#hear();
    this.#handlers.gone(alertId);
  }

  /** What went while this was away, nobody told: the server says what it has. */
  #live(event) {
    const { alertIds } = JSON.parse(event.data);
    this.#hear();
    // While the service is upgraded, an instance that does not say so yet may answer.
    if (alertIds) this.#handlers.held(new Set(alertIds));
    this.#caughtUp = true;
    this.#check();
  }

  #heartbeat(event) {
    const { at, feedAgeMillis, healthy, problem } = JSON.parse(event.data);
    this.#hear();
    this.#feedAgeMillis = feedAgeMillis ?? 0;
    this.#problem = healthy === false ? problem || 'the server has a problem' : '';
    heard(Date.parse(at));
    this.#check();
  }

  #hear() {
    this.#heardAt = { wall: Date.now(), steady: performance.now() };
  }

  /** Two clocks, because one may stand still in sleep and the other may be set; the longer silence counts. */
  #silenceMillis() {
    return Math.max(Date.now() - this.#heardAt.wall, performance.now() - this.#heardAt.steady);
  }

  #check() {
    const silence = this.#silenceMillis();
    const fresh = silence <= SILENCE_LIMIT_MILLIS && this.#feedAgeMillis <= SILENCE_LIMIT_MILLIS;
    const live = this.#caughtUp && fresh && !this.#problem && !this.#obstacle;
    if (live) this.#liveAt = this.#heardAt.wall - this.#feedAgeMillis;
    this.#handlers.health({ live, since: this.#liveAt, problem: this.#obstacle || this.#problem });
    if (this.#obstacle) return;
    const connectionAge = Date.now() - this.#openedAt;
    const refused = this.#source.readyState === EventSource.CLOSED && connectionAge > REOPEN_REFUSED_MILLIS;
    const dead = silence > REOPEN_AFTER_MILLIS && connectionAge > REOPEN_AFTER_MILLIS;
    if (refused || dead) this.#open();
  }
}
