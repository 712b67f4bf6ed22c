// Our own line icons on a 24 × 24 grid. Always beside words, so hidden from screen readers.
import { fill } from "./dom.js";

const PATHS = {
  calendar: "M4.5 6.5h15v13h-15zM4.5 10.5h15M8.5 4v4M15.5 4v4",
  chevron: "m9 6 6 6-6 6",
  close: "M6 6l12 12M18 6 6 18",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
  file: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  globe: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM3.5 12h17M12 3c3 2.6 3.6 6 3.6 9s-.6 6.4-3.6 9c-3-2.6-3.6-6-3.6-9s.6-6.4 3.6-9z",
  home: "M4 11.5 12 4.5l8 7V20H4zM10 20v-5h4v5",
  leave: "M14 4H5v16h9M10 12h10M16.5 8.5 20 12l-3.5 3.5",
  lock: "M5.5 11h13v9h-13zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11",
  menu: "M4 7h16M4 12h16M4 17h10",
  offline: "M3 9.5a13 13 0 0 1 18 0M6.5 13.5a8 8 0 0 1 11 0M12 18v.1M4 3.5l16 16",
  pen: "M4 20l1-4.5L15.5 5l3.5 3.5L8.5 19zM13 7.5l3.5 3.5",
  play: "M8 5.5v13l10.5-6.5z",
  print: "M7 8V4h10v4M7 17H4V9.5h16V17h-3M7 14h10v6H7z",
  retry: "M19.5 12a7.5 7.5 0 1 1-2.2-5.3M19.5 3.5v4h-4",
};

const svg = (tag, attrs, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attrs, children);

export const icon = (name) =>
  svg("svg", { viewBox: "0 0 24 24", class: `icon icon-${name}`, "aria-hidden": "true", focusable: "false" },
    svg("path", { d: PATHS[name] }));
