/**
 * Window and level (DICOM PS3.3 C.11.2) over the delivered display values 0..65535. The file's own window has been applied
 * already, so "reset" is what the modality meant: width 1, level 0.5.
 */
const VALUES = 65536;
const NARROWEST = 0.01;
const WIDEST = 3;

export const AS_ACQUIRED = Object.freeze({ width: 1, level: 0.5, invert: false });

/** Right widens the window, up lowers the level and so brightens, as reading stations do. Distances as shares of the stage. */
export function dragged(window, right, down) {
  const width = Math.min(WIDEST, Math.max(NARROWEST, window.width * Math.exp(1.6 * right)));
  const level = Math.min(1.5, Math.max(-0.5, window.level + 0.8 * down * Math.min(1, window.width)));
  return { ...window, width, level };
}

export const describe = window =>
  `Window ${Math.round(window.width * 100)} %  Level ${Math.round(window.level * 100)} %${window.invert ? '  inverted' : ''}`;

/** One opaque grey pixel (as little-endian RGBA) for each possible value. */
function grays(window) {
  const table = new Uint32Array(VALUES);
  const low = window.level - window.width / 2;
  for (let value = 0; value < VALUES; value++) {
    const share = Math.min(1, Math.max(0, (value / (VALUES - 1) - low) / window.width));
    const gray = Math.round(255 * (window.invert ? 1 - share : share));
    table[value] = 0xff000000 | gray << 16 | gray << 8 | gray;
  }
  return table;
}

/** Fills the canvas, which has the frame's size, with the frame seen through the window. */
export function render(frame, window, canvas) {
  const context = canvas.getContext('2d', { alpha: false });
  const image = context.createImageData(frame.columns, frame.rows);
  const pixels = new Uint32Array(image.data.buffer);
  const table = grays(window);
  const values = frame.values;
  for (let i = 0; i < values.length; i++) pixels[i] = table[values[i]];
  context.putImageData(image, 0, 0);
}
