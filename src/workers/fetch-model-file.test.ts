import { afterEach, describe, expect, it, vi } from 'vitest';
import { createModelFetcher } from './fetch-model-file';

function answerWith(respond: () => Response) {
  const fetched = vi.fn<typeof fetch>(() => Promise.resolve().then(respond));
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('createModelFetcher', () => {
  it('joins the parts of a file and tells of each', async () => {
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => {
        controller.enqueue(Uint8Array.of(1, 2, 3));
        controller.enqueue(Uint8Array.of(4));
        controller.close();
      },
    });
    const fetched = answerWith(() => new Response(body));
    const lengths: number[] = [];
    const readFile = createModelFetcher('https://host.test/below/model/');
    expect([...(await readFile('weights.bin', (bytes) => lengths.push(bytes)))]).toEqual([1, 2, 3, 4]);
    expect(lengths).toEqual([3, 1]);
    expect(fetched.mock.calls[0]?.[0]).toEqual(new URL('https://host.test/below/model/weights.bin'));
  });

  it('asks the site whether a cached file is still the present one', async () => {
    const fetched = answerWith(() => new Response('{}'));
    await createModelFetcher('https://host.test/model/')('model-card.json', () => undefined);
    expect(fetched.mock.calls[0]?.[1]).toEqual({ cache: 'no-cache' });
  });

  it.each([
    ['a missing file', () => new Response('not here', { status: 404 })],
    [
      'a lost connection',
      () => {
        throw new TypeError('Failed to fetch');
      },
    ],
  ])('says that the model is unavailable for %s', async (_, respond) => {
    answerWith(respond);
    const readFile = createModelFetcher('https://host.test/model/');
    await expect(readFile('model.json', () => undefined)).rejects.toMatchObject({ code: 'model-unavailable' });
  });
});
