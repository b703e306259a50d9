/**
 * Shows one radiograph with its map: window and level by dragging, zoom by wheel, moving by dragging with Shift or the middle
 * button. Two canvases of the stage's size in device pixels: the radiograph, and the map above it.
 */
import { byId, setText } from './element.js';
import { AS_ACQUIRED, describe, dragged, render } from './window-level.js';

const LARGEST_ZOOM = 16;
const KEY_STEP = 0.05;

export class Stage {
  #root = byId('stage');
  #radiograph = byId('radiograph');
  #map = byId('map');
  #windowed = document.createElement('canvas');
  #frame = null;
  #overlay = null;
  #mirrored = false;
  #overlayLook = { shown: true, style: 'SHADE', opacity: 0.6 };
  #window = AS_ACQUIRED;
  #view = { zoom: 1, x: 0, y: 0 };
  #drawPlanned = false;
  #windowChanged = false;

  constructor() {
    new ResizeObserver(() => this.#resize()).observe(this.#root);
    this.#root.addEventListener('pointerdown', event => this.#grab(event));
    this.#root.addEventListener('wheel', event => this.#wheel(event), { passive: false });
    this.#root.addEventListener('dblclick', () => this.#fit());
    this.#root.addEventListener('keydown', event => this.#pressed(event));
    this.#root.addEventListener('contextmenu', event => event.preventDefault());
  }

  /**
   * frame = {rows, columns, values, sourceRows, sourceColumns}; null takes everything off the screen at once. A mirrored one is
   * turned over, together with its map.
   */
  show(frame, overlay, mirrored = false) {
    this.#frame = frame;
    this.#overlay = overlay;
    this.#mirrored = mirrored;
    this.#windowed.width = frame?.columns ?? 0;
    this.#windowed.height = frame?.rows ?? 0;
    this.#window = AS_ACQUIRED;
    this.reset();
    this.#draw();
  }

  lookOfOverlay(look) {
    this.#overlayLook = look;
    this.#planDraw();
  }

  reset() {
    this.#window = { ...AS_ACQUIRED, invert: this.#window.invert };
    this.#view = { zoom: 1, x: 0, y: 0 };
    this.#changeWindow(this.#window);
  }

  invert() {
    this.#changeWindow({ ...this.#window, invert: !this.#window.invert });
  }

  #fit() {
    this.#view = { zoom: 1, x: 0, y: 0 };
    this.#planDraw();
  }

  #changeWindow(window) {
    this.#window = window;
    this.#windowChanged = true;
    setText(byId('window-text'), describe(window));
    byId('invert-button').setAttribute('aria-pressed', String(window.invert));
    this.#planDraw();
  }

  #resize() {
    for (const canvas of [this.#radiograph, this.#map]) {
      canvas.width = Math.round(this.#root.clientWidth * devicePixelRatio);
      canvas.height = Math.round(this.#root.clientHeight * devicePixelRatio);
    }
    this.#draw();
  }

  #planDraw() {
    if (this.#drawPlanned) return;
    this.#drawPlanned = true;
    requestAnimationFrame(() => this.#draw());
  }

  /** Where the original's pixels lie on the canvas: the whole image fits at zoom 1, centred; x and y move it. */
  #place() {
    const { width, height } = this.#radiograph;
    const { sourceColumns, sourceRows } = this.#frame;
    const scale = Math.min(width / sourceColumns, height / sourceRows) * this.#view.zoom;
    return {
      x: (width - sourceColumns * scale) / 2 + this.#view.x,
      y: (height - sourceRows * scale) / 2 + this.#view.y,
      scaleX: scale,
      scaleY: scale,
    };
  }

  #draw() {
    this.#drawPlanned = false;
    const radiograph = this.#radiograph.getContext('2d', { alpha: false });
    const map = this.#map.getContext('2d');
    radiograph.clearRect(0, 0, this.#radiograph.width, this.#radiograph.height);
    map.clearRect(0, 0, this.#map.width, this.#map.height);
    if (!this.#frame) {
      setText(byId('zoom-text'), '');
      return;
    }
    if (this.#windowChanged) render(this.#frame, this.#window, this.#windowed);
    this.#windowChanged = false;
    const place = this.#place();
    const { sourceColumns, sourceRows } = this.#frame;
    const [width, height] = [sourceColumns * place.scaleX, sourceRows * place.scaleY];
    radiograph.save();
    this.#turnOver(radiograph, place, width);
    radiograph.imageSmoothingQuality = 'high';
    radiograph.drawImage(this.#windowed, place.x, place.y, width, height);
    radiograph.restore();
    if (this.#overlay && this.#overlayLook.shown) {
      map.save();
      this.#turnOver(map, place, width);
      map.beginPath();
      map.rect(place.x, place.y, width, height);
      map.clip();
      this.#overlay.draw(map, place, this.#overlayLook.style, this.#overlayLook.opacity);
      map.restore();
    }
    setText(byId('zoom-text'), `${sourceColumns} x ${sourceRows} at ${Math.round(place.scaleX * 100)} %`);
  }

  /** About the image's own middle, wherever it was moved: so zoom and moves need not know of it. */
  #turnOver(context, place, width) {
    if (this.#mirrored) context.setTransform(-1, 0, 0, 1, 2 * place.x + width, 0);
  }

  #grab(event) {
    if (!this.#frame || event.button > 1) return;
    const moves = event.shiftKey || event.button === 1;
    let last = event;
    const drag = move => {
      const [right, down] = [move.clientX - last.clientX, move.clientY - last.clientY];
      last = move;
      if (moves) this.#move(right * devicePixelRatio, down * devicePixelRatio);
      else this.#changeWindow(dragged(this.#window, right / this.#root.clientWidth, down / this.#root.clientHeight));
    };
    const release = () => {
      this.#root.removeEventListener('pointermove', drag);
      this.#root.classList.remove('moving');
    };
    this.#root.setPointerCapture(event.pointerId);
    this.#root.classList.toggle('moving', moves);
    this.#root.addEventListener('pointermove', drag);
    this.#root.addEventListener('pointerup', release, { once: true });
    this.#root.addEventListener('pointercancel', release, { once: true });
    if (event.button === 1) event.preventDefault();
  }

  #move(right, down) {
    this.#view = { ...this.#view, x: this.#view.x + right, y: this.#view.y + down };
    this.#keepInSight();
    this.#planDraw();
  }

  /** The image's middle never leaves the stage. */
  #keepInSight() {
    const [halfWidth, halfHeight] = [this.#radiograph.width * this.#view.zoom / 2, this.#radiograph.height * this.#view.zoom / 2];
    this.#view.x = Math.min(halfWidth, Math.max(-halfWidth, this.#view.x));
    this.#view.y = Math.min(halfHeight, Math.max(-halfHeight, this.#view.y));
  }

  #wheel(event) {
    if (!this.#frame) return;
    event.preventDefault();
    const box = this.#root.getBoundingClientRect();
    this.#zoom(Math.exp(-event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 0.06 : 0.0015)),
      (event.clientX - box.left) * devicePixelRatio, (event.clientY - box.top) * devicePixelRatio);
  }

  /** Zooms by a factor; what is at (x, y) of the canvas stays there. */
  #zoom(factor, x = this.#radiograph.width / 2, y = this.#radiograph.height / 2) {
    const zoom = Math.min(LARGEST_ZOOM, Math.max(1, this.#view.zoom * factor));
    const real = zoom / this.#view.zoom;
    const fromMiddle = [x - this.#radiograph.width / 2, y - this.#radiograph.height / 2];
    this.#view = zoom === 1 ? { zoom, x: 0, y: 0 } : {
      zoom,
      x: fromMiddle[0] - (fromMiddle[0] - this.#view.x) * real,
      y: fromMiddle[1] - (fromMiddle[1] - this.#view.y) * real,
    };
    this.#keepInSight();
    this.#planDraw();
  }

  #pressed(event) {
    if (!this.#frame || event.ctrlKey || event.altKey || event.metaKey) return;
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (event.key in arrows) {
      const [right, down] = arrows[event.key];
      if (event.shiftKey) this.#changeWindow(dragged(this.#window, right * KEY_STEP, down * KEY_STEP));
      else this.#move(-right * KEY_STEP * this.#radiograph.width, -down * KEY_STEP * this.#radiograph.height);
    } else if (event.key === '+' || event.key === '=') {
      this.#zoom(1.25);
    } else if (event.key === '-') {
      this.#zoom(0.8);
    } else {
      return;
    }
    event.preventDefault();
  }
}
