/**
 * Builds an element. Strings become text nodes and never markup, so nothing that came from outside (a patient's name, a
 * colleague's reason) can become code; the page's Trusted Types policy refuses markup as well.
 */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (name in node && !name.startsWith('aria')) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

export const byId = id => document.getElementById(id);

/** Writes text only when it differs: a thousand rows are looked at each second and few change. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Puts these children in place of the present ones unless they are the same: a button that is put back has lost the focus. */
export function keepChildren(node, children) {
  const same = node.childNodes.length === children.length && children.every((child, i) => node.childNodes[i] === child);
  if (!same) node.replaceChildren(...children);
}

/** Fills a definition list from [term, value] pairs, leaving out what is not known. */
export function fillFields(list, fields) {
  list.replaceChildren(...fields.filter(([, value]) => value).map(([term, value]) =>
    element('div', {}, element('dt', {}, term), element('dd', {}, value))));
}
