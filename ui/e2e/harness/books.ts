// Books to test with. Filling one takes a while, so each kind is made once per program and copied for every test.
import { createHash, randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { corpusProgram, PROGRAM, ROOT, run } from './program';

export type Language = 'en' | 'pt-BR';

/**
 * `none`: no book yet; `empty`: a book with the default categories; `sample`: the sample statements imported;
 * a number: that many invented rows in one account.
 */
export type Kind = 'none' | 'empty' | 'sample' | number;

const SAMPLES = [
  'conta-corrente-2026-06-a-08.ofx',
  'conta-corrente-2026-08-a-10.ofx',
  'fatura-cartao-2026-09.csv',
  'fatura-cartao-2026-10.csv',
  'poupanca-2026.qif',
  'us-checking-2026-q3.qfx',
  'giro-2026-q3.camt053.xml',
];

/** A statement of the repository's samples. */
export function sample(name: string): string {
  return path.join(ROOT, 'samples', name);
}

/** A folder with a person's files, and the book in it. */
export interface Place {
  folder: string;
  book: string | null;
}

const bookIn = (folder: string) => path.join(folder, 'book.valorize');

/** A fresh folder with a book of this kind. */
export async function place(kind: Kind, language: Language): Promise<Place> {
  const folder = await mkdtemp(path.join(tmpdir(), 'valorize-e2e-'));
  if (kind === 'none') return { folder, book: null };
  await cp(await template(kind, language), folder, { recursive: true });
  return { folder, book: bookIn(folder) };
}

export async function remove({ folder }: Place): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** The folder of a filled book, made when it is not there. */
async function template(kind: Exclude<Kind, 'none'>, language: Language): Promise<string> {
  const { mtimeMs, size } = await stat(PROGRAM);
  const id = createHash('sha256').update(`${PROGRAM} ${mtimeMs} ${size}`).digest('hex').slice(0, 12);
  const folder = path.join(tmpdir(), 'valorize-e2e-books', `${id}-${kind}-${language}`);
  if (await exists(bookIn(folder))) return folder;
  const making = `${folder}.${randomUUID()}`;
  await mkdir(making, { recursive: true });
  await fill(making, kind, language);
  // Two workers may make the same one; the first to finish wins.
  await rename(making, folder).catch(() => rm(making, { recursive: true, force: true }));
  return folder;
}

async function fill(folder: string, kind: Exclude<Kind, 'none'>, language: Language): Promise<void> {
  const book = bookIn(folder);
  const currency = language === 'pt-BR' ? 'BRL' : 'USD';
  const name = language === 'pt-BR' ? 'Casa' : 'Home';
  await run(folder, ['--book', book, 'init', '--name', name, '--language', language, '--currency', currency]);
  if (kind === 'sample') {
    await run(folder, ['--book', book, 'import', '--yes', ...SAMPLES.map(sample)]);
  } else if (typeof kind === 'number') {
    const statement = path.join(folder, 'statement.ofx');
    const short = language === 'pt-BR' ? 'pt' : 'en';
    const corpus = ['corpus', '--rows', String(kind), '--format', 'ofx1', '--language', short, '--seed', '7'];
    await run(folder, [...corpus, '--output', statement], corpusProgram());
    await run(folder, ['--book', book, 'import', '--yes', statement]);
    await rm(statement);
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
