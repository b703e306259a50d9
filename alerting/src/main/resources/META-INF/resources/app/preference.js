/** What a reader chose, kept in this browser. Where it keeps nothing the choice holds until the page is left. */

export function remembered(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // The page goes by what it shows.
  }
}
