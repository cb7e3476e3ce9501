/** The oldest Node that Stampede runs on, as in package.json's `engines`. */
export const OLDEST_NODE = [20, 19, 0];

/**
 * A message if this Node is too old, else null.
 * @param {string} [version] like `20.19.0`
 * @returns {string | null}
 */
export function nodeProblem(version = process.versions.node) {
  const parts = version.split('.').map(Number);
  for (let i = 0; i < OLDEST_NODE.length; i++) {
    if (parts[i] > OLDEST_NODE[i]) return null;
    if (parts[i] < OLDEST_NODE[i]) {
      return (
        `Stampede needs Node ${OLDEST_NODE.slice(0, 2).join('.')} or later; this is Node ${version}. ` +
        'Nothing was changed. Install a newer Node and run the command again.'
      );
    }
  }
  return null;
}
