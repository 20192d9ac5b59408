# Who may do what: one service account per role, and a way in for the pipeline that needs no key.

locals {
  roles = {
    relay  = "Serves devices over WebSockets"
    api    = "Serves the HTTP API"
    worker = "Runs jobs"
    admin  = "Migrates the schema, prunes and makes invitations"
    tasks  = "Signs the requests Cloud Tasks and Cloud Scheduler make"
  }

  # What each role needs in the project. Secrets, buckets and queues are granted one by one where they are made.
  grants = {
    relay  = ["roles/monitoring.metricWriter", "roles/logging.logWriter"]
    api    = ["roles/monitoring.metricWriter", "roles/logging.logWriter"]
    worker = ["roles/monitoring.metricWriter", "roles/logging.logWriter"]
    admin  = []
    tasks  = []
  }

  pairs = merge([
    for role, grants in local.grants : { for grant in grants : "${role}/${grant}" => { role = role, grant = grant } }
  ]...)

  repository = "attribute.repository/${var.github_repository}"
}

resource "google_service_account" "role" {
  for_each = local.roles

  project      = var.project
  account_id   = "${var.name}-${each.key}"
  display_name = "Valorize ${each.key}"
  description  = each.value
}

resource "google_project_iam_member" "role" {
  for_each = local.pairs

  project = var.project
  role    = each.value.grant
  member  = "serviceAccount:${google_service_account.role[each.value.role].email}"
}

# A task carries a token of `tasks`; whoever enqueues must be allowed to put it there.
resource "google_service_account_iam_member" "enqueuer_as_tasks" {
  for_each = toset(["worker"])

  service_account_id = google_service_account.role["tasks"].name
  role               = "roles/iam.serviceAccountUser"
  member             = "serviceAccount:${google_service_account.role[each.key].email}"
}

# --- the pipeline -----------------------------------------------------------------------------------------------------

resource "google_service_account" "deployer" {
  project      = var.project
  account_id   = "${var.name}-deployer"
  display_name = "Valorize deployer"
  description  = "The pipeline: pushes images and moves traffic"
}

resource "google_iam_workload_identity_pool" "pipeline" {
  project                   = var.project
  workload_identity_pool_id = "${var.name}-pipeline"
  display_name              = "Valorize pipeline"
  description               = "GitHub Actions of one repository"
}

resource "google_iam_workload_identity_pool_provider" "github" {
  project                            = var.project
  workload_identity_pool_id          = google_iam_workload_identity_pool.pipeline.workload_identity_pool_id
  workload_identity_pool_provider_id = "github"
  display_name                       = "GitHub Actions"

  attribute_mapping = {
    "google.subject"       = "assertion.sub"
    "attribute.repository" = "assertion.repository"
    "attribute.ref"        = "assertion.ref"
  }

  # Only this repository, and of it only the branch or the environment that deploys.
  attribute_condition = join(" && ", [
    "assertion.repository == '${var.github_repository}'",
    "assertion.ref == '${var.github_ref}'",
  ])

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

resource "google_service_account_iam_member" "pipeline" {
  service_account_id = google_service_account.deployer.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/${google_iam_workload_identity_pool.pipeline.name}/${local.repository}"
}

# A new revision runs as its role: the deployer must be allowed to name it.
resource "google_service_account_iam_member" "deployer_as_role" {
  for_each = toset(["relay", "api", "worker", "admin"])

  service_account_id = google_service_account.role[each.key].name
  role               = "roles/iam.serviceAccountUser"
  member             = "serviceAccount:${google_service_account.deployer.email}"
}

# It looks at the error budget before it gives a new revision more traffic.
resource "google_project_iam_member" "deployer_monitoring" {
  project = var.project
  role    = "roles/monitoring.viewer"
  member  = "serviceAccount:${google_service_account.deployer.email}"
}

resource "google_artifact_registry_repository" "images" {
  project       = var.project
  location      = var.region
  repository_id = var.name
  format        = "DOCKER"
  description   = "Images of the sync server"
  labels        = var.labels

  docker_config {
    immutable_tags = true
  }

  vulnerability_scanning_config {
    enablement_config = "INHERITED"
  }

  cleanup_policies {
    id     = "keep-recent"
    action = "KEEP"

    most_recent_versions {
      keep_count = 30
    }
  }

  cleanup_policies {
    id     = "delete-old"
    action = "DELETE"

    condition {
      older_than = "7776000s"
    }
  }
}

resource "google_artifact_registry_repository_iam_member" "deployer" {
  project    = var.project
  location   = var.region
  repository = google_artifact_registry_repository.images.name
  role       = "roles/artifactregistry.writer"
  member     = "serviceAccount:${google_service_account.deployer.email}"
}
