# Cloud Tasks: one queue per kind of work, so that many statements to import never hold up an alert. The worker refuses a task whose token
# is not of the account named here.

resource "google_cloud_tasks_queue" "main" {
  for_each = var.queues

  project  = var.project
  location = var.region
  name     = "${var.name}-${each.key}"

  rate_limits {
    max_dispatches_per_second = each.value.per_second
    max_concurrent_dispatches = each.value.at_once
  }

  retry_config {
    max_attempts       = each.value.attempts
    min_backoff        = "1s"
    max_backoff        = "300s"
    max_doublings      = 8
    max_retry_duration = each.value.give_up_after
  }

  stackdriver_logging_config {
    sampling_ratio = var.log_sampling
  }
}

# Who enqueues may do that and nothing else.
resource "google_cloud_tasks_queue_iam_member" "enqueuer" {
  for_each = {
    for pair in setproduct(keys(var.queues), keys(var.enqueuers)) : "${pair[0]}/${pair[1]}" => {
      queue  = pair[0]
      member = var.enqueuers[pair[1]]
    }
  }

  project  = var.project
  location = var.region
  name     = google_cloud_tasks_queue.main[each.value.queue].name
  role     = "roles/cloudtasks.enqueuer"
  member   = "serviceAccount:${each.value.member}"
}
