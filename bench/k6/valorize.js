// What a user of the load lab does, for k6; the same as bench/load/src/requests/choice.rs. Scenarios are in the scripts beside it.
//
//   BASE_URL=https://books.example.org PROVISION_SECRET=... k6 run bench/k6/read.js
//
// The server must have been started with VALORIZE_PROVISION_SECRET, and must be one whose data nobody misses.
import http from 'k6/http';
import { check, fail, sleep } from 'k6';
import exec from 'k6/execution';

const BASE = __ENV.BASE_URL || 'http://127.0.0.1:8787';
const WORDS = ['grocer', 'fuel', 'pharmacy', 'cinema', 'bakery', 'bookshop', 'energy', 'restaurant'];

/** Books with tokens of their own: shared by the users, or one for each. */
export function provision(work) {
  const books = [];
  for (let made = 0; made < work.books; made += 1) {
    const answer = http.post(`${BASE}/api/provision`, JSON.stringify({ transactions: work.transactions }), {
      headers: { Authorization: `Bearer ${__ENV.PROVISION_SECRET}`, 'Content-Type': 'application/json' },
      timeout: '60s',
    });
    if (answer.status !== 201) fail(`POST /api/provision: ${answer.status} ${answer.body}`);
    const { token, account_ids } = answer.json();
    const categories = http.get(`${BASE}/api/categories`, { headers: { Authorization: `Bearer ${token}` } });
    if (categories.status !== 200) fail(`GET /api/categories: ${categories.status} ${categories.body}`);
    books.push({ token, accounts: account_ids, categories: categories.json().items.map((one) => one.id) });
  }
  return books;
}

/** One request of a user, and its thinking. */
export function iterate(work, books) {
  const user = exec.vu.idInTest - 1;
  const book = books[user % books.length];
  const parameters = { headers: { Authorization: `Bearer ${book.token}` }, timeout: `${work.timeout}s` };
  const place = below(100);
  if (place < work.mix.list) {
    // One name for all filters: k6 would keep a time series for each address otherwise.
    const tags = { name: '/api/transactions' };
    const answer = http.get(`${BASE}/api/transactions?limit=50${filter(work, book)}`, { ...parameters, tags });
    check(answer, { 'a list': (it) => it.status === 200 && Array.isArray(it.json().items) });
  } else if (place < work.mix.list + work.mix.create) {
    parameters.headers['Content-Type'] = 'application/json';
    parameters.headers['Idempotency-Key'] = `k6-${user}-${exec.vu.iterationInInstance}`;
    const answer = http.post(`${BASE}/api/transactions`, JSON.stringify(row(book, user)), parameters);
    check(answer, { 'a row': (it) => it.status === 201 });
  } else {
    const answer = http.get(`${BASE}/api/accounts`, parameters);
    check(answer, { accounts: (it) => it.status === 200 });
  }
  if (work.think > 0) sleep(work.think);
}

function filter(work, book) {
  let place = below(100);
  for (const [kind, weight] of Object.entries(work.filters)) {
    if (place < weight) return query(kind, book);
    place -= weight;
  }
  return '';
}

function query(kind, book) {
  const account = of(book.accounts);
  switch (kind) {
    case 'account':
      return `&account_id=${account}`;
    case 'month': {
      const month = monthOf(below(24));
      return `&account_id=${account}&from=${month}-${two(1 + below(10))}&to=${month}-${18 + below(10)}`;
    }
    case 'category':
      return `&category_id=${of(book.categories)}`;
    case 'amount':
      return `&max_amount=-${500 + 10 * below(1500)}`;
    case 'text':
      return `&q=${of(WORDS)}`;
    default:
      return '';
  }
}

function row(book, user) {
  const made = {
    account_id: of(book.accounts),
    posted_on: `${monthOf(below(24))}-${two(1 + below(28))}`,
    amount_minor: -(100 + below(20000)),
    currency: 'USD',
    description: `Load ${user} ${exec.vu.iterationInInstance}`,
  };
  if (below(2) === 0) made.category_id = of(book.categories);
  return made;
}

/** Months of the rows a book is provisioned with: July 2024 to June 2026. */
function monthOf(number) {
  const months = 6 + number;
  return `${2024 + Math.floor(months / 12)}-${two(1 + (months % 12))}`;
}

const below = (most) => Math.floor(Math.random() * most);
const of = (all) => all[below(all.length)];
const two = (number) => String(number).padStart(2, '0');
