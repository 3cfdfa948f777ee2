import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { PledgeStatus } from '../../src/domain/pledge.ts';
import { type Checked, type LiveStatus, verdictOf } from '../../src/domain/verdict.ts';
import type { Signing } from '../../src/secrecy/signing.ts';
import { readPublicKeys } from '../../src/secrecy/signing-keys.ts';
import { verifyRoutes } from '../../src/web/verify/routes.ts';
import { i18n, testSigning } from '../documents/support.ts';

const ID = 'xJ3k_9QmZt1LwVb0Ry7aUg';
let signing: Signing;
let asked: string[];
const pledges = new Map<string, PledgeStatus>([[ID, 'valid']]);

beforeAll(async () => {
  signing = await testSigning();
});

const get = (path: string) => {
  asked = [];
  const statusOf = async (id: string): Promise<PledgeStatus | undefined> => {
    asked.push(id);
    return pledges.get(id);
  };
  return verifyRoutes({ publicKeys: signing.publicKeys, statusOf, i18n }).request(path);
};

test('the page lets nothing in but its own script and style, and tells nobody where it was', async () => {
  const response = await get(`/v/${ID}`);
  expect(response.status).toBe(200);
  const policy = response.headers.get('content-security-policy') ?? '';
  for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"]) {
    expect(policy).toContain(part);
  }
  expect(policy).not.toContain('unsafe');
  expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const page = await response.text();
  expect(page).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son[a-z]+=|\sstyle=/i);
});

test('without JavaScript the page shows the status, and why no more', async () => {
  const page = await (await get(`/v/${ID}`)).text();
  expect(page).toMatch(/<noscript>[\s\S]*JavaScript di peramban ini mati[\s\S]*<\/noscript>/);
  expect(page).toMatch(/data-status="valid"\s*>Sah</);
  expect(page).toMatch(/data-status="withdrawn"\s+hidden/);
});

test.each(['valid', 'pending', 'withdrawn'] as const)('the status is told to who has the id: %s', async (status) => {
  pledges.set('pppppppppppppppppppppp', status);
  const response = await get('/v/pppppppppppppppppppppp/status');
  expect(response.status).toBe(200);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(await response.json()).toEqual({ status });
});

test('an unknown id and what is no id get the same answer, and the latter asks nobody', async () => {
  const unknown = await get('/v/AAAAAAAAAAAAAAAAAAAAAA/status');
  const body = await unknown.text();
  expect([unknown.status, body]).toEqual([404, '{"status":"unknown"}']);
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), async (id) => {
      fc.pre(!/^[\w-]{16,43}$/.test(id) && id !== '.' && id !== '..');
      const response = await get(`/v/${encodeURIComponent(id)}/status`);
      expect([response.status, await response.text()]).toEqual([404, body]);
      expect(asked).toEqual([]);
    }),
  );
});

test('what stands in the path is never part of the page as HTML', async () => {
  const page = await (await get(`/v/${encodeURIComponent('"><script>alert(1)</script>')}`)).text();
  expect(page).not.toContain('<script>alert');
  expect(page).toContain('data-id="&quot;&gt;&lt;script&gt;');
});

test('the public keys are there for anybody, and can be pinned', async () => {
  const response = await get('/.well-known/ikrar-keys.json');
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  const keys = readPublicKeys(await response.text());
  expect(keys.keys[0]).toMatchObject({ id: signing.keyId, algorithm: 'Ed25519' });
  expect(new X509Certificate(keys.certificates[0]?.pem ?? '').fingerprint256).toBe(signing.certificate.fingerprint256);
});

test('the page is in the language that was asked for', async () => {
  expect(await (await get(`/v/${ID}?bahasa=en`)).text()).toMatch(/<html lang="en">[\s\S]*Check a certificate/);
  expect(await (await get(`/v/${ID}?bahasa=xx`)).text()).toMatch(/<html lang="id">[\s\S]*Periksa sertifikat/);
});

test.each<[Checked, LiveStatus, string]>([
  [{ signature: 'valid', issued: 'valid' }, 'valid', 'valid'],
  [{ signature: 'valid', issued: 'pending' }, 'pending', 'pending'],
  [{ signature: 'valid', issued: 'pending' }, 'valid', 'since'],
  [{ signature: 'valid', issued: 'valid' }, 'withdrawn', 'withdrawn'],
  [{ signature: 'valid', issued: 'pending' }, 'withdrawn', 'withdrawn'],
  [{ signature: 'valid', issued: 'valid' }, 'unknown', 'unknown'],
  [{ signature: 'valid', issued: 'valid' }, 'unreachable', 'unreachable'],
  [{ signature: 'wrong' }, 'valid', 'wrong'],
  [{ signature: 'unknown_key' }, 'valid', 'unknown_key'],
  [{ signature: 'absent' }, 'valid', 'absent'],
])('%o, recorded as %s: %s', (checked, live, verdict) => {
  expect(verdictOf(checked, live)).toBe(verdict);
});
