/**
 * A Vite plugin for `npm run dev` alone: hot reload puts scripts and styles into the page and speaks over a web socket,
 * which the page's content security policy forbids. The built page keeps its policy as it stands in `index.html`.
 */
import type { Plugin } from 'vite';

/** What the development server needs beyond the page's own policy. */
const ADDITIONS: Readonly<Record<string, string>> = {
  'script-src': "'unsafe-inline'",
  'style-src': "'unsafe-inline'",
  'connect-src': 'ws:',
};

/** Makes the plugin; it is absent from builds and from `vite preview`. */
export function relaxPolicy(): Plugin {
  return {
    name: 'undertone:relax-policy',
    apply: (_, { command, isPreview }) => command === 'serve' && isPreview !== true,
    transformIndexHtml: (html) => relaxPolicyOf(html),
  };
}

/**
 * Adds what the development server needs to the policy in a page.
 *
 * @throws When the page's policy lacks one of the directives: an addition would go nowhere.
 */
export function relaxPolicyOf(html: string): string {
  let relaxed = html;
  for (const [directive, addition] of Object.entries(ADDITIONS)) {
    const stated = `${directive} 'self'`;
    if (!relaxed.includes(stated)) throw new Error(`Expected ${stated} in the policy of index.html.`);
    relaxed = relaxed.replace(stated, `${stated} ${addition}`);
  }
  return relaxed;
}
