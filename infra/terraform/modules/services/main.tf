# Cloud Run: the same image three times. `relay` holds the devices' connections, `api` answers HTTP, `worker` runs jobs.

locals {
  port = 8080

  # The first word an instance gets says what it does.
  commands = {
    relay  = ["serve"]
    api    = ["serve"]
    worker = ["worker"]
  }

  # The load balancer alone reaches the first two; Cloud Tasks and Cloud Scheduler of this project alone reach the third.
  ingress = {
    relay  = "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"
    api    = "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"
    worker = "INGRESS_TRAFFIC_INTERNAL_ONLY"
  }
}

resource "google_cloud_run_v2_service" "role" {
  for_each = local.commands

  project             = var.project
  location            = var.region
  name                = "${var.name}-${each.key}"
  ingress             = local.ingress[each.key]
  deletion_protection = var.deletion_protection
  labels              = var.labels

  template {
    service_account                  = var.accounts[each.key]
    timeout                          = "${var.sizes[each.key].timeout_seconds}s"
    max_instance_request_concurrency = var.sizes[each.key].concurrency
    session_affinity                 = each.key == "relay"
    execution_environment            = "EXECUTION_ENVIRONMENT_GEN2"
    encryption_key                   = var.kms_key
    labels                           = var.labels

    scaling {
      min_instance_count = var.sizes[each.key].min_instances
      max_instance_count = var.sizes[each.key].max_instances
    }

    vpc_access {
      egress = "PRIVATE_RANGES_ONLY"

      network_interfaces {
        network    = var.network
        subnetwork = var.subnetwork
        tags       = ["${var.name}-${each.key}"]
      }
    }

    containers {
      name  = "server"
      image = var.image
      args  = local.commands[each.key]

      ports {
        name           = "http1"
        container_port = local.port
      }

      resources {
        limits = {
          cpu    = var.sizes[each.key].cpu
          memory = var.sizes[each.key].memory
        }
        # A connection that says nothing still needs its pings; the api works only while it is asked.
        cpu_idle          = each.key == "api"
        startup_cpu_boost = true
      }

      dynamic "env" {
        for_each = local.settings[each.key]

        content {
          name  = env.key
          value = env.value
        }
      }

      dynamic "env" {
        for_each = local.secrets[each.key]

        content {
          name = env.key

          value_source {
            secret_key_ref {
              secret  = env.value
              version = "latest"
            }
          }
        }
      }

      volume_mounts {
        name       = "database-authority"
        mount_path = local.authority_folder
      }

      startup_probe {
        period_seconds    = 2
        timeout_seconds   = 2
        failure_threshold = 30

        http_get {
          path = "/readyz"
          port = local.port
        }
      }

      # Not /readyz: a Postgres that restarts is no reason to throw away every connection.
      liveness_probe {
        period_seconds    = 15
        timeout_seconds   = 5
        failure_threshold = 3

        http_get {
          path = "/healthz"
          port = local.port
        }
      }
    }

    # Reads /metrics of the server beside it and hands the numbers to Cloud Monitoring.
    containers {
      name       = "metrics"
      image      = var.metrics_image
      depends_on = ["server"]

      resources {
        limits = {
          cpu    = "0.5"
          memory = "256Mi"
        }
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

  # The pipeline deploys images by digest and moves the traffic; Terraform owns everything else.
  lifecycle {
    ignore_changes = [
      client,
      client_version,
      template[0].revision,
      template[0].containers[0].image,
      traffic,
    ]

    precondition {
      condition = var.max_connections * 3 / 4 >= var.connections_per_instance * sum([
        for size in values(var.sizes) : size.max_instances
      ])
      error_message = "All instances together may open more connections than three quarters of max_connections: lower max_instances or connections_per_instance, or give Postgres more."
    }
  }

  depends_on = [
    google_secret_manager_secret_iam_member.reader,
    google_secret_manager_secret_version.hosted_key,
  ]
}

# The two services that face people, through the load balancer: the server itself decides who is let in.
resource "google_cloud_run_v2_service_iam_member" "public" {
  for_each = toset(["relay", "api"])

  project  = var.project
  location = var.region
  name     = google_cloud_run_v2_service.role[each.key].name
  role     = "roles/run.invoker"
  member   = "allUsers"
}

resource "google_cloud_run_v2_service_iam_member" "tasks" {
  project  = var.project
  location = var.region
  name     = google_cloud_run_v2_service.role["worker"].name
  role     = "roles/run.invoker"
  member   = "serviceAccount:${var.accounts["tasks"]}"
}

# The pipeline makes revisions and moves traffic of these services alone.
resource "google_cloud_run_v2_service_iam_member" "deployer" {
  for_each = local.commands

  project  = var.project
  location = var.region
  name     = google_cloud_run_v2_service.role[each.key].name
  role     = "roles/run.developer"
  member   = "serviceAccount:${var.deployer}"
}
