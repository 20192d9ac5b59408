# says: google_cloud_tasks_queue.rate_limits takes no argument `per_second`
resource "google_cloud_tasks_queue" "main" {
  name = "x"
  location = "y"

  rate_limits {
    per_second = 1 # here
  }
}
