//! `valorize`: the book on the command line.

mod args;
mod flows;
mod generated;
mod report;
mod serve;
mod table;

use app::{AppError, ErrorCode};
use std::process::ExitCode;

fn main() -> ExitCode {
    let command = args::command();
    let matches = match command.try_get_matches() {
        Ok(matches) => matches,
        Err(error) => {
            // clap's own codes: 0 for help and version, 2 for wrong usage.
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            return match error.print() {
                Ok(()) => ExitCode::from(code),
                Err(_) => ExitCode::from(exit_code(ErrorCode::Io)),
            };
        }
    };
    let json = matches.get_flag("json");
    match flows::run(&matches) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print_error(&error, json);
            ExitCode::from(exit_code(error.code))
        }
    }
}

/// Errors go to standard error; with `--json` as one object a program can read.
fn print_error(error: &AppError, json: bool) {
    if json {
        match serde_json::to_string(&serde_json::json!({ "error": error })) {
            Ok(text) => eprintln!("{text}"),
            Err(_) => eprintln!("error[{}]: {}", error.code.as_str(), error.message),
        }
        return;
    }
    eprintln!("error[{}]: {}", error.code.as_str(), error.message);
    if let Some(place) = &error.place {
        eprintln!("  at: {place}");
    }
    if let Some(remedy) = &error.remedy {
        eprintln!("  what to do: {remedy}");
    }
}

/// Stable exit codes, listed in `valorize help exit-codes` and docs/cli.md. 2 is wrong usage.
const fn exit_code(code: ErrorCode) -> u8 {
    match code {
        ErrorCode::Internal => 1,
        ErrorCode::InvalidInput | ErrorCode::UnknownOperation => 2,
        ErrorCode::NotFound => 3,
        ErrorCode::AlreadyExists => 4,
        ErrorCode::Locked => 5,
        ErrorCode::NotAStatement => 6,
        ErrorCode::Ambiguous => 7,
        ErrorCode::WrongAccount => 8,
        ErrorCode::StalePlan => 9,
        ErrorCode::NothingToUndo => 10,
        ErrorCode::Busy => 11,
        ErrorCode::NewerVersion => 12,
        ErrorCode::Damaged => 13,
        ErrorCode::ReadOnly => 14,
        ErrorCode::DiskFull => 15,
        ErrorCode::Io => 16,
        ErrorCode::Money => 17,
        ErrorCode::Cancelled => 18,
        ErrorCode::NoBook => 19,
        ErrorCode::LockedBook => 20,
        ErrorCode::WrongPassphrase => 21,
        ErrorCode::ServerUnreachable => 22,
        ErrorCode::ServerRefused => 23,
        ErrorCode::NoKeychain => 24,
        ErrorCode::LockedKeys => 25,
        ErrorCode::SharedReadOnly => 26,
    }
}
