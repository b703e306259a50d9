/** Switch, style, opacity and legend of the localization map. Gone altogether while there is no map to show. */
import { byId, setText } from './element.js';
import { shadeOf } from './overlay.js';
import * as format from './format.js';

export class MapTools {
  #stage;
  #overlay = null;
  #look = { shown: true, style: 'SHADE', opacity: 0.6 };

  constructor(stage) {
    this.#stage = stage;
    byId('map-button').addEventListener('click', () => this.toggle());
    byId('opacity').addEventListener('input', () => this.#change({ opacity: byId('opacity').valueAsNumber / 100 }));
    for (const choice of document.getElementsByName('map-style')) {
      choice.addEventListener('change', () => this.#change({ style: choice.value }));
    }
  }

  show(overlay) {
    this.#overlay = overlay;
    byId('map-tools').hidden = !overlay;
    if (overlay) this.#drawLegend();
  }

  toggle() {
    if (!this.#overlay) return;
    this.#change({ shown: !this.#look.shown });
    byId('map-button').setAttribute('aria-pressed', String(this.#look.shown));
  }

  switchStyle() {
    if (!this.#overlay) return;
    const choice = [...document.getElementsByName('map-style')].find(each => !each.checked);
    choice.checked = true;
    this.#change({ style: choice.value });
  }

  #change(change) {
    this.#look = { ...this.#look, ...change };
    this.#stage.lookOfOverlay(this.#look);
    if (this.#overlay) this.#drawLegend();
  }

  #drawLegend() {
    const level = this.#overlay.level;
    const canvas = byId('legend-scale');
    canvas.hidden = this.#look.style === 'OUTLINE';
    setText(byId('legend-text'), this.#look.style === 'OUTLINE'
      ? `Outline: model map at ${format.score(level)} or more`
      : `Model map, ${format.score(level / 2)} to 1`);
    const context = canvas.getContext('2d');
    context.clearRect(0, 0, canvas.width, canvas.height);
    for (let x = 0; x < canvas.width; x++) {
      const { red, green, blue, alpha } = shadeOf(level / 2 + (1 - level / 2) * x / canvas.width, level);
      context.fillStyle = `rgba(${red},${green},${blue},${alpha})`;
      context.fillRect(x, 0, 1, canvas.height);
    }
  }
}
