import type { Place } from "./api";
import { align, findQuote } from "./places";

/** A message in the page: the element that shows its text, and the text it was made from. */
type Shown = { element: HTMLElement; source: string; conversation: string };
type Node = { node: Text; map: Int32Array };

/** Messages that are in the page and can be noted, by id. */
export const shown = new Map<string, Shown>();

const NOT_TEXT = "figcaption, .katex, button, svg";

function textNodes(element: HTMLElement): Text[] {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest(NOT_TEXT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const found: Text[] = [];
  while (walker.nextNode()) found.push(walker.currentNode as Text);
  return found;
}

/** The shown characters with their places in the source. A line of coloured code is one piece of many nodes. */
function read({ element, source }: Shown): Node[] {
  const nodes = textNodes(element);
  if (element.dataset.source === "plain" && nodes.length === 1)
    return nodes.map((node) => ({ node, map: Int32Array.from(node.data, (_, index) => index) }));
  const groups: Text[][] = [];
  let line: Element | null = null;
  for (const node of nodes) {
    const own = node.parentElement?.closest(".shiki-line") ?? null;
    if (own && own === line) groups.at(-1)?.push(node);
    else groups.push([node]);
    line = own;
  }
  const maps = align(
    source,
    groups.map((group) => group.map((node) => node.data).join("")),
  );
  return groups.flatMap((group, index) => {
    let from = 0;
    return group.map((node) => {
      const map = (maps[index] as Int32Array).subarray(from, from + node.length);
      from += node.length;
      return { node, map };
    });
  });
}

/** Where notes are drawn; null for what is not in the text any more. Reads the message once for all of them. */
export function rangesOf(message: Shown, places: readonly Place[]): (Range | null)[] {
  const spans = places.map(({ quote, rangeStart }) =>
    quote === null || rangeStart === null ? null : findQuote(message.source, quote, rangeStart),
  );
  if (!spans.some(Boolean)) return spans.map(() => null);
  const nodes = read(message);
  return spans.map((span) => span && rangeOf(nodes, span[0], span[1]));
}

function rangeOf(nodes: Node[], start: number, end: number): Range | null {
  const range = document.createRange();
  let begun = false;
  for (const { node, map } of nodes) {
    const first = map.findIndex((at) => at >= start && at < end);
    if (first < 0) continue;
    const last = map.findLastIndex((at) => at >= start && at < end);
    if (!begun) range.setStart(node, first);
    begun = true;
    range.setEnd(node, last + 1);
  }
  return begun ? range : null;
}

/** What of a message is selected, as a range of its source. */
export function placeOf(selection: Range): Place | null {
  const within = (node: globalThis.Node) => (node instanceof Element ? node : node.parentElement)?.closest("article");
  const article = within(selection.startContainer) ?? within(selection.endContainer);
  const messageId = article?.dataset.message;
  const message = messageId ? shown.get(messageId) : undefined;
  if (!message || !messageId || !selection.intersectsNode(message.element)) return null;
  let [start, end] = [Number.POSITIVE_INFINITY, -1];
  for (const { node, map } of read(message)) {
    if (!selection.intersectsNode(node)) continue;
    const from = node === selection.startContainer ? selection.startOffset : 0;
    const to = node === selection.endContainer ? selection.endOffset : node.length;
    for (const at of map.subarray(from, to)) {
      if (at < 0) continue;
      start = Math.min(start, at);
      end = Math.max(end, at + 1);
    }
  }
  const { source } = message;
  while (start < end && /\s/.test(source[start] as string)) start++;
  while (end > start && /\s/.test(source[end - 1] as string)) end--;
  if (end <= start) return null;
  const quote = source.slice(start, end);
  return { conversationId: message.conversation, messageId, rangeStart: start, rangeEnd: end, quote };
}
