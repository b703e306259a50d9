/**
 * Whether the reader can see what is on the stage: the tab is in front, the stage is as large as it takes to tell lung from air,
 * and nearly all of it is within the window. A radiograph that came beyond the edge of the window was shown to nobody.
 */
const LEAST_WIDTH = 300;
const LEAST_HEIGHT = 240;
const LEAST_SHARE = 0.75;

export class Sight {
  #node;

  /** changed() whenever the answer may be another. */
  constructor(node, changed) {
    this.#node = node;
    new ResizeObserver(changed).observe(node);
    addEventListener('resize', changed);
    addEventListener('scroll', changed, { capture: true, passive: true });
    document.addEventListener('visibilitychange', changed);
  }

  /** Why the reader cannot see it, in words; empty when they can. */
  get obstacle() {
    const box = this.#node.getBoundingClientRect();
    if (Math.min(box.width, innerWidth) < LEAST_WIDTH || Math.min(box.height, innerHeight) < LEAST_HEIGHT) {
      return 'Make the window larger: it has no room for the radiograph.';
    }
    const width = Math.min(box.right, innerWidth) - Math.max(box.left, 0);
    const height = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
    const enough = width >= Math.max(LEAST_WIDTH, LEAST_SHARE * box.width) && height >= Math.max(LEAST_HEIGHT, LEAST_SHARE * box.height);
    if (!enough) return 'Scroll to the radiograph, then decide.';
    return document.visibilityState === 'visible' ? '' : 'The radiograph came while this tab was behind another.';
  }
}
