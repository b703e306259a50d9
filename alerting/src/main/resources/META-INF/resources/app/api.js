/** The web API. Every call is bounded in time; what fails is thrown with words that the reader can act on. */

const TIMEOUT_MILLIS = 15_000;
const FRAME_SIDE = 2048;

/** Statuses with which the same request may do better a little later. */
const PASSING = [401, 403, 408, 429, 502, 503, 504];

export class ApiError extends Error {
  /** status of the answer, 0 where there was none. */
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }

  /** The server has said for good that it cannot. */
  get lasts() {
    return this.status > 0 && !PASSING.includes(this.status);
  }
}

async function call(path, options = {}, abort) {
  const timeout = AbortSignal.timeout(TIMEOUT_MILLIS);
  // Not relative to the page: fetch refuses that where somebody gave name and password in the page's address.
  const address = new URL(path, location.origin);
  let response;
  try {
    response = await fetch(address, { ...options, signal: abort ? AbortSignal.any([abort, timeout]) : timeout });
  } catch (error) {
    if (abort?.aborted) throw error;
    throw new ApiError(timeout.aborted ? 'The server did not answer in time.' : 'The server cannot be reached.');
  }
  if (!response.ok) throw new ApiError(await refusal(response), response.status);
  return response;
}

const REFUSALS = {
  401: 'You are not signed in. Reload the page.',
  403: 'You may not do this.',
  404: 'The server does not have it.',
  503: 'The server cannot take this now.',
};

async function refusal(response) {
  let detail = '';
  try {
    const body = await response.json();
    detail = [body.message, body.detail, body.error].find(text => typeof text === 'string') ?? '';
  } catch {
    // No JSON: the status has to do.
  }
  return `${REFUSALS[response.status] ?? 'The server refused.'} (${response.status}${detail ? `: ${detail.slice(0, 200)}` : ''})`;
}

const alertPath = alertId => `/api/alerts/${encodeURIComponent(alertId)}`;

export const about = async () => (await call('/api/about')).json();

export const detail = async (alertId, abort) => (await call(alertPath(alertId), {}, abort)).json();

export const act = (alertId, action) => call(`${alertPath(alertId)}/actions`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(action),
});

/** The radiograph as display values: {rows, columns, sourceRows, sourceColumns, values: Uint16Array}. */
export async function frame(alertId, sopInstanceUid, abort) {
  const path = `${alertPath(alertId)}/images/${encodeURIComponent(sopInstanceUid)}/frame?max=${FRAME_SIDE}`;
  const response = await call(path, {}, abort);
  const number = name => Number(response.headers.get(name));
  const [rows, columns] = [number('Pleura-Rows'), number('Pleura-Columns')];
  const bytes = await response.arrayBuffer();
  if (!(rows > 0 && columns > 0) || bytes.byteLength !== rows * columns * 2) throw new ApiError('The image came incomplete.');
  return {
    rows,
    columns,
    sourceRows: number('Pleura-Source-Rows') || rows,
    sourceColumns: number('Pleura-Source-Columns') || columns,
    values: littleEndian(bytes),
  };
}

function littleEndian(bytes) {
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] === 1) return new Uint16Array(bytes);
  const view = new DataView(bytes);
  return Uint16Array.from({ length: bytes.byteLength / 2 }, (_, i) => view.getUint16(2 * i, true));
}
