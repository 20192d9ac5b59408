"""Gives a new revision of a Cloud Run service its traffic step by step, and takes it back when it breaks what is promised.

    python3 infra/deploy/rollout.py --project P --region R --role api --service valorize-prod-api --image NAME@sha256:...

The promises are those of infra/observability/slo.toml (Python 3.11 reads it). What is measured is the new revision alone: at 5 % of the
traffic its failures would hardly show in the service's own numbers. Too little traffic to judge counts as good.

Needs gcloud, signed in as the pipeline. Ends with 0 when the revision has all traffic, with 1 when it was taken back.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import time
import tomllib
import urllib.parse
import urllib.request

PROMISES = pathlib.Path(__file__).parents[1] / "observability/slo.toml"
# Where Cloud Monitoring answers PromQL; a test puts its own in place.
MONITORING = os.environ.get("ROLLOUT_MONITORING", "https://monitoring.googleapis.com")
# Requests a revision must have had before it is judged.
ENOUGH = 50
OF = 'monitored_resource="cloud_run_revision",revision_name="{revision}"'


def arguments():
    parser = argparse.ArgumentParser(description="Give a new revision its traffic step by step.")
    parser.add_argument("--project", required=True)
    parser.add_argument("--region", required=True)
    parser.add_argument("--service", required=True)
    parser.add_argument("--role", required=True, help="relay, api or worker")
    parser.add_argument("--image", required=True, help="by digest")
    parser.add_argument("--steps", default="5,25,100", help="percent of the traffic, rising to 100")
    parser.add_argument("--hold", type=float, default=600, help="seconds at each step")
    parser.add_argument("--every", type=float, default=30, help="seconds between looks")
    given = parser.parse_args()
    given.steps = [int(step) for step in given.steps.split(",")]
    if given.steps != sorted(set(given.steps)) or given.steps[-1] != 100 or given.steps[0] < 1:
        parser.error("--steps must rise from at least 1 to 100")
    if "@sha256:" not in given.image:
        parser.error("--image must be named by its digest")
    return given


class Service:
    """The service, through gcloud."""

    def __init__(self, given):
        self.given = given

    def gcloud(self, *words):
        place = ["--project", self.given.project, "--region", self.given.region]
        done = subprocess.run(["gcloud", *words, *place], check=True, capture_output=True, text=True)
        return done.stdout

    def describe(self):
        return json.loads(self.gcloud("run", "services", "describe", self.given.service, "--format", "json"))

    def serving(self):
        """The revision that has most of the traffic."""
        traffic = self.describe()["status"]["traffic"]
        return max(traffic, key=lambda part: part.get("percent", 0))["revisionName"]

    def prepare(self):
        """A new revision that nobody is sent to yet."""
        self.gcloud("run", "services", "update", self.given.service, "--container", "server", "--image", self.given.image, "--no-traffic")
        return self.describe()["status"]["latestCreatedRevisionName"]

    def send(self, shares):
        parts = ",".join(f"{revision}={percent}" for revision, percent in shares.items() if percent)
        self.gcloud("run", "services", "update-traffic", self.given.service, "--to-revisions", parts)


def ask(project, query):
    """A number from Cloud Monitoring; None when there is nothing yet."""
    token = subprocess.run(["gcloud", "auth", "print-access-token"], check=True, capture_output=True, text=True).stdout.strip()
    request = urllib.request.Request(
        f"{MONITORING}/v1/projects/{project}/location/global/prometheus/api/v1/query",
        data=urllib.parse.urlencode({"query": query}).encode(),
        headers={"Authorization": f"Bearer {token}"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        result = json.load(answer)["data"]["result"]
    value = float(result[0]["value"][1]) if result else None
    return None if value is None or value != value else value


def limits(role):
    """What the role's surface promises: share of failures at which the budget burns fast, and milliseconds for 95 %."""
    promises = tomllib.loads(PROMISES.read_text(encoding="utf-8"))
    surface = next(part for part in promises["surface"].values() if part["service"] == role)
    fastest = max(burn["factor"] for burn in promises["burn"])
    failures = (1 - promises["promise"]["errors"]) * fastest
    # A request of the relay is a connection that lasts an hour.
    late = None if "good_counter" in surface else surface["seconds"] * 1000
    return failures, promises["promise"]["latency"], late


def complaint(project, role, revision):
    """What the revision breaks, in words; None when nothing."""
    failures, quantile, late = limits(role)
    of = OF.format(revision=revision)
    window = "10m"
    count = ask(project, f"sum(increase(run_googleapis_com:request_count{{{of}}}[{window}]))")
    if count is None or count < ENOUGH:
        return None
    failed = ask(project, f'sum(increase(run_googleapis_com:request_count{{{of},response_code_class="5xx"}}[{window}]))') or 0
    if failed / count > failures:
        return f"{failed:.0f} of {count:.0f} requests failed; at most {failures:.1%} may"
    if late is not None:
        buckets = f"sum by (le) (increase(run_googleapis_com:request_latencies_bucket{{{of}}}[{window}]))"
        measured = ask(project, f"histogram_quantile({quantile}, {buckets})")
        if measured is not None and measured > late:
            return f"{quantile:.0%} of requests took up to {measured:.0f} ms; {late:.0f} ms are promised"
    return None


def watch(given, revision):
    """Looks at the revision for as long as a step lasts."""
    until = time.monotonic() + given.hold
    while True:
        wrong = complaint(given.project, given.role, revision)
        if wrong or time.monotonic() >= until:
            return wrong
        time.sleep(given.every)


def main():
    given = arguments()
    service = Service(given)
    before = service.serving()
    new = service.prepare()
    print(f"{given.service}: {before} serves, {new} is ready", flush=True)
    for step in given.steps:
        service.send({new: step, before: 100 - step})
        print(f"{given.service}: {new} has {step} %", flush=True)
        # A look that fails is no reason to go on.
        try:
            wrong = watch(given, new)
        except Exception as error:  # whatever it was: the traffic goes back first
            wrong = f"it could not be watched: {error}"
        if wrong:
            service.send({before: 100})
            print(f"{given.service}: taken back to {before}: {wrong}", file=sys.stderr, flush=True)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
