// Errors as every operation gives them: a code for programs, a sentence, a place and a remedy for people.
import type { AppError, ErrorCode } from './generated';

export class ApiError extends Error {
  readonly code: ErrorCode | 'unreachable';
  readonly place: string | null;
  readonly remedy: string | null;

  constructor(error: {
    code: ErrorCode | 'unreachable';
    message: string;
    place?: string | null;
    remedy?: string | null;
  }) {
    super(error.message);
    this.name = 'ApiError';
    this.code = error.code;
    this.place = error.place ?? null;
    this.remedy = error.remedy ?? null;
  }
}

function isAppError(value: unknown): value is AppError {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
}

/** Whatever was thrown, as an error that can be shown. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (isAppError(thrown)) return new ApiError(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new ApiError({ code: 'internal', message });
}
