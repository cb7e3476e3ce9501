export const PROJECTOR_KEY = 'stampede-projector';

/** Runs before the first paint, so that a reload on a projector does not flash the small page. */
export const PROJECTOR_SCRIPT = `try{if(sessionStorage.getItem('${PROJECTOR_KEY}')==='1')document.documentElement.setAttribute('data-projector','')}catch{}`;
