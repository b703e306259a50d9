/**
 * The localization map over the radiograph.
 *
 * Cell (i, j) of the map owns, in pixels of the original image, x from (j * cellSize - offsetX) / scale to
 * ((j + 1) * cellSize - offsetX) / scale, y likewise with i and offsetY; cellSize = inputSize / columns. See LocalizationMap in
 * the event schema. Everything here is in that original image's pixels; the stage turns them into screen pixels.
 */

/** Outline where the map is at least this, unless the server says where the operating threshold lies on the map. */
const EVEN = 0.5;
/** The shading is computed at about this many pixels a side, so that its steps are finer than the eye sees. */
const SHADE_SIDE = 512;

export class Overlay {
  constructor(map) {
    this.map = map;
    this.rectangle = rectangle(map);
    this.level = outlineLevel(map);
    this.shade = shade(map, this.level);
    this.segments = outline(map, this.level);
  }

  /** place = {x, y, scaleX, scaleY}: screen = original * scale + position. */
  draw(context, place, style, opacity) {
    const { x, y, width, height } = this.rectangle;
    const left = place.x + x * place.scaleX;
    const top = place.y + y * place.scaleY;
    context.globalAlpha = opacity;
    if (style === 'OUTLINE') {
      // A line needs more than an area to be seen as well.
      context.globalAlpha = Math.min(1, 1.6 * opacity);
      this.#strokeOutline(context, left, top, width * place.scaleX / this.map.columns, height * place.scaleY / this.map.rows);
    } else {
      context.imageSmoothingEnabled = true;
      context.drawImage(this.shade, left, top, width * place.scaleX, height * place.scaleY);
    }
    context.globalAlpha = 1;
  }

  /** A dark edge under the bright line keeps it visible on bone and on air. */
  #strokeOutline(context, left, top, cellWidth, cellHeight) {
    const path = new Path2D();
    for (const [x1, y1, x2, y2] of this.segments) {
      path.moveTo(left + x1 * cellWidth, top + y1 * cellHeight);
      path.lineTo(left + x2 * cellWidth, top + y2 * cellHeight);
    }
    context.lineCap = 'round';
    for (const [colour, width] of [['rgba(0,0,0,0.75)', 5], ['#ffb13b', 2.25]]) {
      context.strokeStyle = colour;
      context.lineWidth = width * devicePixelRatio;
      context.stroke(path);
    }
  }
}

/** The part of the original image's plane that the map covers; padding of the network's input lies outside the image. */
function rectangle({ inputSize, scale, offsetX, offsetY, rows, columns }) {
  const cellSize = inputSize / columns;
  return {
    x: -offsetX / scale,
    y: -offsetY / scale,
    width: columns * cellSize / scale,
    height: rows * cellSize / scale,
  };
}

/** An alert always has a region; when no cell reaches the level, the outline goes around the strongest ones and the legend says so. */
function outlineLevel(map) {
  if (Number.isFinite(map.threshold)) return map.threshold;
  const highest = map.probabilities.reduce((a, b) => Math.max(a, b), 0);
  return highest >= EVEN ? EVEN : highest * 0.9;
}

/** Colour and transparency of a map value: nothing below half the outline's level, then amber to red-orange. */
export function shadeOf(probability, level) {
  const floor = level / 2;
  if (probability < floor) return { red: 0, green: 0, blue: 0, alpha: 0 };
  const share = Math.min(1, (probability - floor) / (1 - floor));
  return { red: 255, green: Math.round(205 - 145 * share), blue: Math.round(40 - 20 * share), alpha: 0.3 + 0.7 * share };
}

function shade(map, level) {
  const finer = Math.max(1, Math.round(SHADE_SIDE / Math.max(map.rows, map.columns)));
  const canvas = document.createElement('canvas');
  canvas.width = map.columns * finer;
  canvas.height = map.rows * finer;
  const context = canvas.getContext('2d');
  const image = context.createImageData(canvas.width, canvas.height);
  for (let y = 0, at = 0; y < canvas.height; y++) {
    for (let x = 0; x < canvas.width; x++, at += 4) {
      const colour = shadeOf(interpolate(map, (x + 0.5) / finer - 0.5, (y + 0.5) / finer - 0.5), level);
      image.data[at] = colour.red;
      image.data[at + 1] = colour.green;
      image.data[at + 2] = colour.blue;
      image.data[at + 3] = Math.round(255 * colour.alpha);
    }
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** Bilinear between cell centres (which lie at whole numbers here); the outermost cells reach to the edge. */
function interpolate(map, x, y) {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const across = x - left;
  const down = y - top;
  const upper = cell(map, top, left) * (1 - across) + cell(map, top, left + 1) * across;
  const lower = cell(map, top + 1, left) * (1 - across) + cell(map, top + 1, left + 1) * across;
  return upper * (1 - down) + lower * down;
}

function cell({ probabilities, rows, columns }, row, column) {
  const i = Math.min(rows - 1, Math.max(0, row));
  const j = Math.min(columns - 1, Math.max(0, column));
  return probabilities[i * columns + j];
}

/**
 * Marching squares over the cell centres, with a ring of nothing around the map so that every outline is closed.
 * Segments [x1, y1, x2, y2] in units of cells, (0, 0) being the map's top left corner.
 */
function outline(map, level) {
  const value = (i, j) => i < 0 || j < 0 || i >= map.rows || j >= map.columns ? 0 : map.probabilities[i * map.columns + j];
  const segments = [];
  for (let i = -1; i < map.rows; i++) {
    for (let j = -1; j < map.columns; j++) {
      const corners = [value(i, j), value(i, j + 1), value(i + 1, j + 1), value(i + 1, j)];
      const crossings = crossingsOf(corners, level);
      for (let k = 0; k + 1 < crossings.length; k += 2) {
        const [a, b] = [crossings[k], crossings[k + 1]];
        segments.push([j + 0.5 + a.x, i + 0.5 + a.y, j + 0.5 + b.x, i + 0.5 + b.y]);
      }
    }
  }
  return segments;
}

/** Where the level crosses the sides of one square, going round from the top; two by two they are the ends of a segment. */
function crossingsOf([topLeft, topRight, bottomRight, bottomLeft], level) {
  const sides = [
    [topLeft, topRight, share => ({ x: share, y: 0 })],
    [topRight, bottomRight, share => ({ x: 1, y: share })],
    [bottomRight, bottomLeft, share => ({ x: 1 - share, y: 1 })],
    [bottomLeft, topLeft, share => ({ x: 0, y: 1 - share })],
  ];
  return sides
    .filter(([from, to]) => (from >= level) !== (to >= level))
    .map(([from, to, point]) => point((level - from) / (to - from)));
}
