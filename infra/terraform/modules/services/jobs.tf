# Work that is done and over: bringing the schema up to date before a deployment, and pruning every night.

locals {
  administration = {
    migrate = { args = ["migrate"], settings = {} }
    prune   = { args = ["prune"], settings = { VALORIZE_PRUNE_AFTER_DAYS = tostring(var.prune_after_days) } }
  }
}

resource "google_cloud_run_v2_job" "administration" {
  for_each = local.administration

  project             = var.project
  location            = var.region
  name                = "${var.name}-${each.key}"
  deletion_protection = var.deletion_protection
  labels              = var.labels

  template {
    task_count  = 1
    parallelism = 1

    template {
      service_account       = var.accounts["admin"]
      timeout               = "3600s"
      max_retries           = 1
      execution_environment = "EXECUTION_ENVIRONMENT_GEN2"
      encryption_key        = var.kms_key

      vpc_access {
        egress = "PRIVATE_RANGES_ONLY"

        network_interfaces {
          network    = var.network
          subnetwork = var.subnetwork
          tags       = ["${var.name}-admin"]
        }
      }

      containers {
        name  = "server"
        image = var.image
        args  = each.value.args

        resources {
          limits = {
            cpu    = "1"
            memory = "512Mi"
          }
        }

        env {
          name  = "VALORIZE_LOG_JSON"
          value = "true"
        }

        dynamic "env" {
          for_each = each.value.settings

          content {
            name  = env.key
            value = env.value
          }
        }

        env {
          name = "VALORIZE_DATABASE"

          value_source {
            secret_key_ref {
              secret  = var.database_secret
              version = "latest"
            }
          }
        }

        volume_mounts {
          name       = "database-authority"
          mount_path = local.authority_folder
        }
      }

      volumes {
        name = "database-authority"

        secret {
          secret       = var.authority_secret
          default_mode = 292

          items {
            path    = local.authority_file
            version = "latest"
            mode    = 292
          }
        }
      }
    }
  }

  lifecycle {
    ignore_changes = [client, client_version, template[0].template[0].containers[0].image]
  }

  depends_on = [google_secret_manager_secret_iam_member.reader]
}

resource "google_cloud_run_v2_job_iam_member" "scheduler" {
  project  = var.project
  location = var.region
  name     = google_cloud_run_v2_job.administration["prune"].name
  role     = "roles/run.invoker"
  member   = "serviceAccount:${var.accounts["tasks"]}"
}

resource "google_cloud_run_v2_job_iam_member" "deployer" {
  for_each = local.administration

  project  = var.project
  location = var.region
  name     = google_cloud_run_v2_job.administration[each.key].name
  role     = "roles/run.developer"
  member   = "serviceAccount:${var.deployer}"
}

resource "google_cloud_scheduler_job" "prune" {
  project          = var.project
  region           = var.region
  name             = "${var.name}-prune"
  description      = "Drops bodies that verified snapshots hold"
  schedule         = "30 2 * * *"
  time_zone        = "Etc/UTC"
  attempt_deadline = "180s"

  retry_config {
    retry_count = 2
  }

  http_target {
    http_method = "POST"
    uri = join("", [
      "https://run.googleapis.com/v2/projects/${var.project}/locations/${var.region}",
      "/jobs/${google_cloud_run_v2_job.administration["prune"].name}:run",
    ])

    oauth_token {
      service_account_email = var.accounts["tasks"]
      scope                 = "https://www.googleapis.com/auth/cloud-platform"
    }
  }
}
