const reduced = matchMedia("(prefers-reduced-motion: reduce)");

/** How a place is scrolled to: gliding, unless the reader asked for less motion. CSS cannot say it for a script. */
export const gliding = (): ScrollBehavior => (reduced.matches ? "auto" : "smooth");
