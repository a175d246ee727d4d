/** Serves the built page, or a copy of it, as a plain static host does. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { preview } from 'vite';

/** Sees every request first; whether it has dealt with it. */
export type Interceptor = (request: IncomingMessage, response: ServerResponse) => boolean;

/** What is served, and where. */
export interface SiteDescription {
  /** Folder of the site on its host, with a slash on both ends. */
  readonly siteFolder: string;
  /** Folder on the disk; the built page by default. */
  readonly filesFolder?: string;
  readonly intercept?: Interceptor;
}

/** A site that can be visited. */
export interface ServedSite {
  /** Address of the page, with the folder. */
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** Starts a server on a free port of this machine; its owner closes it. */
export async function serveSite({
  siteFolder,
  filesFolder = 'dist',
  intercept = () => false,
}: SiteDescription): Promise<ServedSite> {
  const server = await preview({
    base: siteFolder,
    logLevel: 'error',
    build: { outDir: filesFolder },
    preview: { host: '127.0.0.1', port: 0 },
    plugins: [
      {
        name: 'undertone:intercept',
        configurePreviewServer({ middlewares }) {
          middlewares.use((request, response, next) => {
            if (!intercept(request, response)) next();
          });
        },
      },
    ],
  });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('The preview server has no port.');
  return { address: `http://127.0.0.1:${address.port}${siteFolder}`, close: () => server.close() };
}
