/**
 * Which of this browser's tabs keep a live feed. Over HTTP/1.1 a browser has six connections to a service for all its tabs
 * together, and each feed holds one: with six feeds every picture and every acknowledgement waits for ever, while all tabs are
 * live. So no more than FEEDS tabs keep theirs, those that are looked at or were looked at last. Another says that it is not
 * live, and is again when the reader comes back to it or closes others.
 *
 * Tabs tell each other no more than that they are there. What a screen shows comes by its own feed, so that one tab's sleep can
 * make no other stale. Over HTTP/2 and 3, as behind a gateway, all share one connection and every tab keeps its feed.
 */
const FEEDS = 4;
const ROUND_MILLIS = 5_000;

export class Tabs {
  #me = { id: `${Date.now()}-${Math.random()}`, visible: false, lookedAt: 0 };
  #others = new Map();
  #roundAt = 0;
  #asleep = false;
  #channel = new BroadcastChannel('pleura.tabs');
  #limited = !/^h[23]/.test(performance.getEntriesByType('navigation')[0]?.nextHopProtocol ?? '');
  #changed;

  /** changed(why this tab is to keep no feed, in words, empty when it may) whenever that may be another. */
  constructor(changed) {
    this.#changed = changed;
    this.#channel.addEventListener('message', event => this.#heard(event.data));
    document.addEventListener('visibilitychange', () => this.#look());
    for (const shown of ['focus', 'pageshow']) addEventListener(shown, () => this.#look());
    addEventListener('pagehide', () => this.#channel.postMessage({ ...this.#me, gone: true }));
    // A browser may put a hidden tab to sleep as it is, and it would hold its connection without hearing that it should not.
    document.addEventListener('freeze', () => this.#sleep(true));
    document.addEventListener('resume', () => this.#sleep(false));
    setInterval(() => this.#round(), ROUND_MILLIS);
    this.#look();
  }

  #obstacle() {
    if (this.#asleep) return 'this tab was put to sleep';
    const before = [...this.#others.values()].filter(other => comesFirst(other, this.#me)).length;
    if (!this.#limited || before < FEEDS) return '';
    return `Pleura is open in ${this.#others.size + 1} tabs and this browser keeps ${FEEDS} of them live: close other Pleura tabs`;
  }

  #look() {
    this.#me.visible = document.visibilityState === 'visible';
    if (this.#me.visible) this.#me.lookedAt = Date.now();
    this.#call();
  }

  /** All that are awake answer at once, also hidden ones, whose timers may be a minute late. */
  #call() {
    this.#channel.postMessage({ ...this.#me, call: true });
    this.#changed(this.#obstacle());
  }

  /** Whoever has not answered since the last round was closed, or has crashed. */
  #round() {
    for (const [id, { heardAt }] of this.#others) if (heardAt < this.#roundAt) this.#others.delete(id);
    this.#roundAt = performance.now();
    this.#call();
  }

  #heard({ gone, call, ...other }) {
    if (gone) this.#others.delete(other.id);
    else this.#others.set(other.id, { ...other, heardAt: performance.now() });
    if (call) this.#channel.postMessage(this.#me);
    this.#changed(this.#obstacle());
  }

  #sleep(asleep) {
    this.#asleep = asleep;
    this.#call();
  }
}

function comesFirst(one, other) {
  if (one.visible !== other.visible) return one.visible;
  return one.lookedAt === other.lookedAt ? one.id < other.id : one.lookedAt > other.lookedAt;
}
